// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The one callback of all sends of a run, the same for every contender. Thread-safe.
 *
 * <p>Does as little as possible, and nothing that two I/O threads would wait for each other in: a counter that both
 * decrement costs a contender with two producers some 50 ns a record, which is not the contender's doing.
 */
final class Acknowledgements implements Callback, MqSendCallback {
    /** How late the end may be noticed, twice: some thousandths of the shortest run. */
    private static final long LOOK_NANOS = 50_000;

    private final int count;
    private final LongAdder acknowledged = new LongAdder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Acknowledgements(int count) {
        this.count = count;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            acknowledged.increment();
        } else {
            failure.compareAndSet(null, exception);
        }
    }

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        acknowledged.increment();
    }

    @Override
    public void failed(MqMessage message, MqSendException exception) {
        failure.compareAndSet(null, exception);
    }

    /**
     * Waits for all of them.
     *
     * @param what names the run
     * @return {@code System.nanoTime()} at the last
     * @throws WrongResultException if one failed, or not all came in time
     */
    long await(String what, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        while (acknowledged.sum() < count) {
            var problem = failure.get();
            if (problem != null) {
                throw new WrongResultException(what + ": a send failed", problem);
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new WrongResultException(
                        what + ": only " + acknowledged.sum() + " of " + count + " acknowledged within " + patience);
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return System.nanoTime();
    }
}
