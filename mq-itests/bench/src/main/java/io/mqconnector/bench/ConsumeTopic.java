// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic that all contenders of a consume workload read, filled once. For one thread. */
final class ConsumeTopic {
    static final int PARTITIONS = 4;
    static final int KEY_COUNT = 1_000;
    static final int VALUE_BYTES = 100;

    private final KafkaBroker broker;
    private final String name;
    private final int count;

    ConsumeTopic(KafkaBroker broker, String name, int count) {
        this.broker = broker;
        this.name = name;
        this.count = count;
        broker.createTopic(name, PARTITIONS);
        fill();
        long written = broker.endOffsets(name).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (written != count) {
            throw new WrongResultException(name + ": " + written + " records written of " + count);
        }
    }

    String name() {
        return name;
    }

    int count() {
        return count;
    }

    /** @throws WrongResultException unless the group has committed the end of each partition */
    void verifyCommitted(String group) {
        var committed = broker.committedOffsets(group);
        var ends = broker.endOffsets(name);
        if (!committed.equals(ends)) {
            throw new WrongResultException(group + ": committed " + committed + " instead of " + ends);
        }
    }

    void delete() {
        try {
            broker.admin().deleteTopics(List.of(name)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot delete " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the broker goes next, and the topic with it
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the count tells
    private void fill() {
        byte[] value = new byte[VALUE_BYTES];
        new Random(20_26).nextBytes(value);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5, "batch.size", 64 << 10);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(name, "k" + i % KEY_COUNT, value));
            }
        }
    }
}
