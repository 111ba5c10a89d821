// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic that one contender sends to, checked and emptied after each run. For one thread. */
final class SendTopic {
    static final int PARTITIONS = 4;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaBroker broker;
    private final String name;

    SendTopic(KafkaBroker broker, String name) {
        this.broker = broker;
        this.name = name;
        broker.createTopic(name, PARTITIONS);
    }

    String name() {
        return name;
    }

    /**
     * Reads all that is there with a plain consumer, checks it, deletes it.
     *
     * @param count how many of {@code records} were sent, the first ones
     * @throws WrongResultException if not exactly these are there, each once and in order per key
     */
    void verifyAndEmpty(ChatRecords records, int count) throws InterruptedException {
        var check = new SequenceCheck(count);
        Map<TopicPartition, Long> ends = broker.endOffsets(name);
        long start = System.nanoTime();
        // A consumer of its own for each reading: one kept open would leave a fetch behind, waiting in the next run.
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new WrongResultException(name + ": not read to its end within " + PATIENCE);
                }
                for (var read : consumer.poll(POLL)) {
                    check.read(records, read.key(), read.value());
                }
            }
        }
        check.finish(name);
        empty(ends);
    }

    private void empty(Map<TopicPartition, Long> ends) throws InterruptedException {
        var before = new HashMap<TopicPartition, RecordsToDelete>();
        ends.forEach((partition, end) -> before.put(partition, RecordsToDelete.beforeOffset(end)));
        try {
            broker.admin().deleteRecords(before).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot empty " + name, e.getCause());
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, // the last fetch finds nothing and waits for so long
                10,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                List.of(),
                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                false);
    }
}
