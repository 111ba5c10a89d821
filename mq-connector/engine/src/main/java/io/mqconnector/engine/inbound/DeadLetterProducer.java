// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final int DELIVERY_TIMEOUT_MILLIS = 30_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

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
        this(building(clients, hardened(properties), clientId), clientId, executor);
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

    static Map<String, Object> hardened(Map<String, Object> properties) {
        var hardened = new HashMap<>(properties);
        hardened.put("acks", "all");
        hardened.put("enable.idempotence", true);
        hardened.put("max.in.flight.requests.per.connection", 5);
        hardened.put("retries", Integer.MAX_VALUE);
        hardened.put("linger.ms", 0);
        hardened.put("max.block.ms", MAX_BLOCK_MILLIS);
        hardened.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        hardened.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MILLIS);
        hardened.put("buffer.memory", (long) BUFFER_BYTES);
        hardened.put("max.request.size", BUFFER_BYTES);
        return hardened;
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
        var closing = open.thenAccept(ready -> {
            try {
                ready.close(timeout);
            } catch (RuntimeException e) {
                log.clientCloseFailed(clientId, e);
            }
        });
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
        close(Duration.ofMillis(MAX_BLOCK_MILLIS));
    }

    private static Throwable root(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    private static void send(
            Producer<byte[], byte[]> ready,
            ProducerRecord<byte[], byte[]> letter,
            Consumer<@Nullable Throwable> outcome) {
        try {
            var unused = ready.send(letter, (metadata, failure) -> outcome.accept(failure));
        } catch (RuntimeException e) {
            outcome.accept(e);
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
