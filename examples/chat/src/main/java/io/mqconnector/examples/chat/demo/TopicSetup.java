// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.examples.chat.ChatTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the chat's topics where they are missing, as an administrator would do. For one thread. */
final class TopicSetup {
    private static final int UPSTREAM_PARTITIONS = 8;
    private static final int OTHER_PARTITIONS = 4;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofMillis(200);

    private final String brokers;
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private final List<String> deadLetters = new ArrayList<>();

    TopicSetup(String brokers, List<String> gatewayIds) {
        this.brokers = brokers;
        topics.put(ChatTopics.UPSTREAM, UPSTREAM_PARTITIONS);
        gatewayIds.forEach(id -> topics.put(ChatTopics.DOWNSTREAM_PREFIX + id, OTHER_PARTITIONS));
        topics.put(ChatTopics.USER_EVENTS, OTHER_PARTITIONS);
        deadLetters.add(ChatTopics.deadLetters(ChatTopics.UPSTREAM, ChatTopics.LOGIC_GROUP));
        gatewayIds.forEach(id -> deadLetters.add(
                ChatTopics.deadLetters(ChatTopics.DOWNSTREAM_PREFIX + id, ChatTopics.GATEWAY_GROUP_PREFIX + id)));
        deadLetters.add(ChatTopics.deadLetters(ChatTopics.USER_EVENTS, ChatTopics.ANALYTICS_GROUP));
        deadLetters.add(ChatTopics.deadLetters(ChatTopics.USER_EVENTS, ChatTopics.NOTIFICATION_GROUP));
    }

    /**
     * Tries once: creates what is missing and sees whether every partition answers.
     *
     * @param limit the longest that each question to a broker may take; cut down to a reasonable time
     * @return partition count by topic; empty if no broker answered, or not for all partitions yet
     * @throws KafkaException if a broker refuses
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<Map<String, Integer>> attempt(Duration limit) throws InterruptedException {
        int answerMillis = (int) Math.max(1, Math.min(limit.toMillis(), ANSWER.toMillis()));
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                answerMillis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                answerMillis,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                RECONNECT.toMillis(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                RECONNECT.toMillis());
        Admin admin;
        try {
            admin = Admin.create(config);
        } catch (KafkaException e) {
            return Optional.empty(); // the host name is not known (yet)
        }
        try {
            create(admin);
            return Optional.of(partitionCounts(admin));
        } catch (RetriableException e) {
            return Optional.empty();
        } finally {
            admin.close(CLOSE);
        }
    }

    private void create(Admin admin) throws InterruptedException {
        var missing = new ArrayList<NewTopic>();
        topics.forEach(
                (name, partitions) -> missing.add(new NewTopic(name, Optional.of(partitions), Optional.empty())));
        deadLetters.forEach(name -> missing.add(new NewTopic(name, Optional.of(1), Optional.empty())));
        for (KafkaFuture<Void> creation : admin.createTopics(missing).values().values()) {
            try {
                await(creation);
            } catch (TopicExistsException e) {
                // by an earlier run
            }
        }
    }

    /** An idempotent producer that sends before every partition has a leader may be stuck until its time-out. */
    private Map<String, Integer> partitionCounts(Admin admin) throws InterruptedException {
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(topics.keySet()).allTopicNames());
        Map<String, Integer> counts = descriptions.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().partitions().size()));
        Map<TopicPartition, OffsetSpec> ends = counts.entrySet().stream()
                .flatMap(entry -> IntStream.range(0, entry.getValue())
                        .mapToObj(partition -> new TopicPartition(entry.getKey(), partition)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        await(admin.listOffsets(ends).all());
        return counts;
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure) {
                throw failure;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
