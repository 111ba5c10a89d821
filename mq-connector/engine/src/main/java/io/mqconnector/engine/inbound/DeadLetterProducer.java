// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.DurableProducer;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters of all listeners of a connector: a Kafka producer of its own, built with the first one. It waits for
 * all replicas and is idempotent whatever the application's producer does, and takes records as large as its buffer: what
 * the broker took once must not fail here.
 *
 * <p>Thread-safe.
 */
public final class DeadLetterProducer implements DeadLetters, AutoCloseable {
    private final MqLog log = MqLog.of(DeadLetterProducer.class);
    private final Supplier<CompletableFuture<Producer<byte[], byte[]>>> factory;
    private final Predicate<Producer<?, ?>> isDead;
    private final String clientId;
    private final Executor executor;

    private final LongAdder sent = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** Why the last one failed; empty before the first. Written by whoever is told. */
    private volatile String lastFailure = "";

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}; null before the first letter and after a failed construction. */
    private @Nullable CompletableFuture<Producer<byte[], byte[]>> producer;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    /**
     * @param clients builds the producer
     * @param properties of the application's producers, as they are now
     * @param clientId of the producer
     * @param executor where sends may block for a moment
     */
    public DeadLetterProducer(
            ClientFactory clients, Supplier<Map<String, Object>> properties, String clientId, Executor executor) {
        this(
                () -> clients.producer(DurableProducer.properties(properties.get()), clientId),
                ProducerThread::isDead,
                clientId,
                executor);
    }

    /**
     * @param factory builds the producer, again if that has failed
     * @param isDead whether a producer's thread has ended
     */
    DeadLetterProducer(
            Supplier<CompletableFuture<Producer<byte[], byte[]>>> factory,
            Predicate<Producer<?, ?>> isDead,
            String clientId,
            Executor executor) {
        this.factory = factory;
        this.isDead = isDead;
        this.clientId = clientId;
        this.executor = executor;
    }

    /** The letters in numbers. */
    public DeadLetterStats stats() {
        // outcomes are read first, so that the difference is never too small
        long writtenNow = written.sum();
        long failedNow = failed.sum();
        long sentNow = sent.sum();
        return new DeadLetterStats(
                sentNow, writtenNow, failedNow, Math.max(0, sentNow - writtenNow - failedNow), lastFailure);
    }

    private Consumer<@Nullable Throwable> counted(Consumer<@Nullable Throwable> outcome) {
        sent.increment();
        return failure -> {
            if (failure == null) {
                written.increment();
            } else {
                lastFailure = failure.toString();
                failed.increment();
            }
            outcome.accept(failure);
        };
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Throwable> told) {
        write(letter, counted(told));
    }

    private void write(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Throwable> outcome) {
        var unused = open().whenCompleteAsync(
                        (ready, failure) -> {
                            if (ready == null) {
                                outcome.accept(failure == null ? new CancellationException() : root(failure));
                            } else {
                                send(ready, letter, again(ready, letter, outcome));
                            }
                        },
                        executor)
                .whenComplete((sent, failure) -> {
                    // only when it could not be run at all, the connector being closed
                    if (failure != null && root(failure) instanceof RejectedExecutionException refused) {
                        outcome.accept(refused);
                    }
                });
    }

    /** The configuration has changed: builds another producer for the next letter, the old one finishes what it has. */
    public void renew() {
        CompletableFuture<Producer<byte[], byte[]>> old;
        lock.lock();
        try {
            old = producer;
            producer = null;
        } finally {
            lock.unlock();
        }
        if (old != null) {
            var unused = old.thenAccept(
                    ready -> closeSoon(ready, Duration.ofMillis(DurableProducer.DELIVERY_TIMEOUT_MILLIS)));
        }
    }

    /** What a producer refuses that is closed, since there is another one, goes to that one. */
    private Consumer<@Nullable Throwable> again(
            Producer<byte[], byte[]> tried,
            ProducerRecord<byte[], byte[]> letter,
            Consumer<@Nullable Throwable> outcome) {
        return failure -> {
            if (failure instanceof IllegalStateException && isReplaced(tried)) {
                write(letter, outcome);
            } else {
                outcome.accept(failure);
            }
        };
    }

    private boolean isReplaced(Producer<byte[], byte[]> tried) {
        lock.lock();
        try {
            return !closed && present() != tried;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: the one in use; null while there is none, be it that it could not be built. */
    private @Nullable Producer<byte[], byte[]> present() {
        var known = producer;
        return known == null || known.isCompletedExceptionally() ? null : known.getNow(null);
    }

    /**
     * Gives up a producer whose thread has ended: it goes on taking letters, and would never say what became of any. What it
     * has fails, and is tried again with the next one.
     */
    public void replaceIfDead() {
        @Nullable Producer<byte[], byte[]> known;
        lock.lock();
        try {
            known = present();
        } finally {
            lock.unlock();
        }
        if (known != null && isDead.test(known)) {
            log.producerDied(clientId, "its thread has ended");
            replace(known);
        }
    }

    /** Waits for what is under way, at most so long. */
    public void close(Duration timeout) {
        CompletableFuture<Producer<byte[], byte[]>> open;
        lock.lock();
        try {
            closed = true;
            open = producer;
        } finally {
            lock.unlock();
        }
        if (open == null) {
            return;
        }
        var closing = open.thenAccept(ready -> close(ready, timeout));
        try {
            closing.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // there is none, or it is closed as soon as it is built
        }
    }

    @Override
    public void close() {
        close(Duration.ofMillis(DurableProducer.MAX_BLOCK_MILLIS));
    }

    private static Throwable root(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    private void send(
            Producer<byte[], byte[]> ready,
            ProducerRecord<byte[], byte[]> letter,
            Consumer<@Nullable Throwable> outcome) {
        // a producer in an error state throws, and calls back for the same letter when it empties its buffer
        var told = new AtomicBoolean();
        try {
            var unused = ready.send(letter, (metadata, failure) -> tell(outcome, failure, told));
        } catch (RuntimeException e) {
            if (KafkaErrors.isInErrorState(e)) {
                replace(ready);
            }
            tell(outcome, e, told);
        }
    }

    private static void tell(Consumer<@Nullable Throwable> outcome, @Nullable Throwable failure, AtomicBoolean told) {
        if (told.compareAndSet(false, true)) {
            outcome.accept(failure);
        }
    }

    /** It can send nothing any more: the next letter gets another. */
    private void replace(Producer<byte[], byte[]> broken) {
        lock.lock();
        try {
            if (closed || present() != broken) {
                return;
            }
            producer = null;
        } finally {
            lock.unlock();
        }
        closeSoon(broken, Duration.ZERO);
    }

    private void closeSoon(Producer<byte[], byte[]> one, Duration timeout) {
        try {
            executor.execute(() -> close(one, timeout));
        } catch (RejectedExecutionException e) {
            // the connector's threads have ended: nobody else would close it
            close(one, Duration.ZERO);
        }
    }

    private void close(Producer<byte[], byte[]> one, Duration timeout) {
        try {
            ProducerThread.close(one, timeout);
        } catch (RuntimeException e) {
            log.clientCloseFailed(clientId, e);
        }
    }

    private CompletableFuture<Producer<byte[], byte[]>> open() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException("the connector is closed"));
            }
            var known = producer;
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            var building = factory.get();
            producer = building;
            return building;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }
}
