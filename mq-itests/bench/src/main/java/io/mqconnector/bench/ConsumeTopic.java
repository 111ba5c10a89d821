// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntUnaryOperator;

/** A topic that contenders read. For one thread. */
final class ConsumeTopic implements RecordSource {
    static final int VALUE_BYTES = 100;

    private static final int FILL_LINGER_MILLIS = 5;

    private final KafkaBroker broker;
    private final String name;
    private final int partitions;
    private final int count;

    /**
     * Creates it.
     *
     * @param count how many records it will have
     */
    ConsumeTopic(KafkaBroker broker, String name, int partitions, int count) {
        this.broker = broker;
        this.name = name;
        this.partitions = partitions;
        this.count = count;
        broker.createTopic(name, partitions);
    }

    /**
     * Creates one for all runs, with its records in it.
     *
     * @param key of the record of a number
     */
    static ConsumeTopic filled(KafkaBroker broker, String name, int partitions, int count, IntUnaryOperator key) {
        var topic = new ConsumeTopic(broker, name, partitions, count);
        try (var sending = topic.sending(FILL_LINGER_MILLIS)) {
            for (int i = 0; i < count; i++) {
                sending.send(i, key.applyAsInt(i));
            }
        }
        topic.verifyWritten();
        return topic;
    }

    @Override
    public ConsumeTopic topic() {
        return this;
    }

    String name() {
        return name;
    }

    int partitions() {
        return partitions;
    }

    int count() {
        return count;
    }

    /** Opens a producer to it. */
    NumberedSender sending(int lingerMillis) {
        return new NumberedSender(broker.bootstrapServers(), name, VALUE_BYTES, lingerMillis);
    }

    /** @throws WrongResultException unless all its records are there */
    void verifyWritten() {
        long written = broker.endOffsets(name).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (written != count) {
            throw new WrongResultException(name + ": " + written + " records written of " + count);
        }
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
}
