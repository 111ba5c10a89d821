// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** Records sent at a fixed rate while they are consumed, however fast that is; a topic for each run. One call
 * after another. */
final class OpenLoop implements RecordSource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final KafkaBroker broker;
    private final String word;
    private final int partitions;
    private final int count;
    private final int perSecond;
    private final Supplier<? extends IntUnaryOperator> keys;
    private int runs;

    /**
     * @param word what the names of the topics begin with
     * @param count records of each run
     * @param keys of each run's records
     */
    OpenLoop(
            KafkaBroker broker,
            String word,
            int partitions,
            int count,
            int perSecond,
            Supplier<? extends IntUnaryOperator> keys) {
        this.broker = broker;
        this.word = word;
        this.partitions = partitions;
        this.count = count;
        this.perSecond = perSecond;
        this.keys = keys;
    }

    @Override
    public ConsumeTopic topic() {
        return new ConsumeTopic(broker, word + "-" + ++runs, partitions, count);
    }

    /** Sends when the consumer has its partitions, each record at its time or, if that has passed, at once. */
    @Override
    public void feed(ConsumeTopic topic, IntSupplier assigned) {
        awaitAssignment(topic, assigned);
        var key = keys.get();
        try (var sending = topic.sending(0)) {
            Pace.run(count, perSecond, (number, due) -> sending.send(number, key.applyAsInt(number)));
        }
        topic.verifyWritten();
    }

    @Override
    public void release(ConsumeTopic topic) {
        topic.delete();
    }

    private static void awaitAssignment(ConsumeTopic topic, IntSupplier assigned) {
        long start = System.nanoTime();
        while (assigned.getAsInt() < topic.partitions()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new WrongResultException(topic.name() + ": no partitions within " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
