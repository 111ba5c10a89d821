// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The one callback of all sends of a run, the same for every contender. Thread-safe. */
final class Acknowledgements implements Callback, MqSendCallback {
    private final int count;
    private final AtomicInteger missing;
    private final CountDownLatch complete = new CountDownLatch(1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    /** When the last one came; written before {@link #complete} opens. */
    private volatile long lastNanos;

    Acknowledgements(int count) {
        this.count = count;
        this.missing = new AtomicInteger(count);
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            one();
        } else {
            failed(exception);
        }
    }

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        one();
    }

    @Override
    public void failed(MqMessage message, MqSendException exception) {
        failed(exception);
    }

    /**
     * Waits for all of them.
     *
     * @param what names the run
     * @return {@code System.nanoTime()} at the last
     * @throws WrongResultException if one failed, or not all came in time
     */
    long await(String what, Duration patience) throws InterruptedException {
        boolean isComplete = complete.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        var problem = failure.get();
        if (problem != null) {
            throw new WrongResultException(what + ": a send failed", problem);
        }
        if (!isComplete) {
            throw new WrongResultException(
                    what + ": " + missing.get() + " of " + count + " not acknowledged within " + patience);
        }
        return lastNanos;
    }

    private void one() {
        if (missing.decrementAndGet() == 0) {
            lastNanos = System.nanoTime();
            complete.countDown();
        }
    }

    private void failed(Exception exception) {
        failure.compareAndSet(null, exception);
        complete.countDown();
    }
}
