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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private final String clientId;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}; null before the first letter and after a failed construction. */
    private @Nullable CompletableFuture<Producer<byte[], byte[]>> producer;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    /**
     * @param clients builds the producer
     * @param properties of the application's producers
     * @param clientId of the producer
     * @param executor where sends may block for a moment
     */
    public DeadLetterProducer(
            ClientFactory clients, Map<String, Object> properties, String clientId, Executor executor) {
        this(building(clients, DurableProducer.properties(properties), clientId), clientId, executor);
    }

    /** @param factory builds the producer, again if that has failed */
    DeadLetterProducer(
            Supplier<CompletableFuture<Producer<byte[], byte[]>>> factory, String clientId, Executor executor) {
        this.factory = factory;
        this.clientId = clientId;
        this.executor = executor;
    }

    private static Supplier<CompletableFuture<Producer<byte[], byte[]>>> building(
            ClientFactory clients, Map<String, Object> properties, String clientId) {
        return () -> clients.producer(properties, clientId);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Throwable> outcome) {
        var unused = open().whenCompleteAsync(
                        (ready, failure) -> {
                            if (ready == null) {
                                outcome.accept(failure == null ? new CancellationException() : root(failure));
                            } else {
                                send(ready, letter, outcome);
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
            if (closed || producer == null || producer.getNow(null) != broken) {
                return;
            }
            producer = null;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(() -> close(broken, Duration.ZERO));
        } catch (RejectedExecutionException e) {
            close(broken, Duration.ZERO);
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
