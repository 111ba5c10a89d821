// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The look-ups of {@link KafkaBroker} over one Admin client, whatever the broker runs in. Thread-safe. */
abstract class AdminBackedBroker implements KafkaBroker {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(5);

    private final ReentrantLock adminLock = new ReentrantLock();
    private @Nullable Admin admin; // guarded by adminLock
    private boolean isAdminClosed; // guarded by adminLock

    @Override
    public final Admin admin() {
        adminLock.lock();
        try {
            if (isAdminClosed) {
                throw new IllegalStateException("closed: " + this);
            }
            if (admin == null) {
                admin = Admin.create(clientConfig());
            }
            return admin;
        } finally {
            adminLock.unlock();
        }
    }

    @Override
    public final void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(Map.copyOf(configs));
        ask("create topic " + name, admin -> admin.createTopics(List.of(topic)).all());
        List<TopicPartition> created = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList();
        endOffsets("wait for the leaders of " + name, created);
    }

    @Override
    public final String uniqueTopic(String prefix, int partitions) {
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        createTopic(name, partitions);
        return name;
    }

    @Override
    public final Map<TopicPartition, Long> committedOffsets(String group) {
        var offsets = ask(
                "read the committed offsets of " + group,
                admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var committed = new HashMap<TopicPartition, Long>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) { // null: the group reads the partition and has not committed
                committed.put(partition, offset.offset());
            }
        });
        return Map.copyOf(committed);
    }

    @Override
    public final Map<TopicPartition, Long> endOffsets(String topic) {
        return endOffsets("read the end offsets of " + topic, partitions(topic));
    }

    @Override
    public final <K, V> List<ConsumerRecord<K, V>> consumeAll(
            String topic, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        List<TopicPartition> partitions = partitions(topic);
        Deadline deadline = Deadline.in(PATIENCE);
        var records = new ArrayList<ConsumerRecord<K, V>>();
        Map<String, Object> config = clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(config, keyDeserializer, valueDeserializer)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            // By position, not by the last record: transaction markers and compaction leave gaps, also at the end.
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (deadline.isOver()) {
                    throw new KafkaBrokerException(
                            "read of " + topic + " on " + this + " not at its end " + ends + " after "
                                    + deadline.elapsed() + ": " + records.size() + " records",
                            null);
                }
                consumer.poll(POLL).forEach(read -> {
                    if (read.offset() < ends.getOrDefault(new TopicPartition(topic, read.partition()), 0L)) {
                        records.add(read);
                    }
                });
            }
        }
        return List.copyOf(records);
    }

    /**
     * Waits until a node is registered and out of its fence.
     *
     * @param isAlive looked at between the questions; the wait ends as soon as it is false
     * @return whether it answered in time
     */
    final boolean awaitAnswer(Deadline deadline, BooleanSupplier isAlive) {
        while (isAlive.getAsBoolean() && !deadline.isOver()) {
            try {
                if (!await(admin().describeCluster().nodes(), ANSWER).isEmpty()) {
                    return true;
                }
            } catch (TimeoutException e) {
                continue; // not yet
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new KafkaBrokerException("no answer of " + this + " after " + deadline.elapsed(), e);
                }
            }
            deadline.pause();
        }
        return false;
    }

    final void closeAdmin() {
        adminLock.lock();
        try {
            isAdminClosed = true;
            if (admin != null) {
                admin.close(ADMIN_CLOSE);
                admin = null;
            }
        } finally {
            adminLock.unlock();
        }
    }

    private List<TopicPartition> partitions(String topic) {
        Map<String, TopicDescription> described = ask(
                "describe " + topic,
                admin -> admin.describeTopics(List.of(topic)).allTopicNames());
        return described.values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> endOffsets(String what, List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        var offsets = ask(what, admin -> admin.listOffsets(latest).all());
        return offsets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    /** Asks until there is an answer: just after a start, or a topic's creation, a broker may not know it yet. */
    private <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        Deadline deadline = Deadline.in(PATIENCE);
        while (true) {
            try {
                return await(question.apply(admin()), deadline.remaining());
            } catch (TimeoutException e) {
                throw new KafkaBrokerException("cannot " + what + " on " + this + ": no answer within " + PATIENCE, e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || deadline.isOver()) {
                    throw new KafkaBrokerException(
                            "cannot " + what + " on " + this + " after " + deadline.elapsed() + ": " + e.getCause(), e);
                }
                deadline.pause();
            }
        }
    }

    private <T> T await(KafkaFuture<T> future, Duration limit) throws ExecutionException, TimeoutException {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("interrupted in a question to " + this, e);
        }
    }

    private Map<String, Object> clientConfig() {
        var config = new HashMap<String, Object>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, directBootstrapServers());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, KafkaLogs.CLIENT_ID_PREFIX + UUID.randomUUID());
        // Brokers of tests come back within a second: look for them often.
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        config.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }
}
