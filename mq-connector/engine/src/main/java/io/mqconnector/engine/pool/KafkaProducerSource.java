// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.KafkaLoader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Builds real producers, transactional ones always with acks all and idempotence. Thread-safe. */
public final class KafkaProducerSource implements ProducerSource {
    private static final int MOST_IN_FLIGHT = 5;

    private final ClientFactory clients;
    private final Map<String, Object> plain;
    private final Map<String, Object> transactional;
    private final SendLimits limits;
    private final Executor executor;

    /**
     * @param clients builds the producers
     * @param properties of each producer, without client id
     * @param limits that go with them
     * @param executor where initialising a transactional one may block
     */
    public KafkaProducerSource(
            ClientFactory clients, Map<String, Object> properties, SendLimits limits, Executor executor) {
        this.clients = clients;
        this.limits = limits;
        this.plain = remembering(properties);
        this.transactional = hardened(properties);
        this.executor = executor;
    }

    @Override
    public SendLimits limits() {
        return limits;
    }

    @Override
    public CompletableFuture<Producer<byte[], byte[]>> build(String clientId, @Nullable String transactionalId) {
        if (transactionalId == null) {
            return clients.producer(plain, clientId);
        }
        var properties = new HashMap<>(transactional);
        properties.put("transactional.id", transactionalId);
        return clients.producer(properties, clientId).thenCompose(this::initialising);
    }

    /**
     * Unless set otherwise, one that keeps what it knows of topics when no broker is left, since a send on its own thread
     * would wait for itself to find that out again. It does not find a cluster that has moved: who uses it must be told.
     */
    static Map<String, Object> remembering(Map<String, Object> properties) {
        var remembering = new HashMap<>(properties);
        remembering.putIfAbsent("metadata.recovery.strategy", "none");
        return Map.copyOf(remembering);
    }

    /** What a transaction needs, whatever plain sends do without. */
    static Map<String, Object> hardened(Map<String, Object> properties) {
        var hardened = new HashMap<>(properties);
        hardened.put("acks", "all");
        hardened.put("enable.idempotence", true);
        hardened.merge(
                "max.in.flight.requests.per.connection",
                MOST_IN_FLIGHT,
                (own, most) -> Math.min(Integer.parseInt(own.toString()), MOST_IN_FLIGHT));
        if (Integer.valueOf(0).equals(hardened.get("retries"))) {
            hardened.remove("retries");
        }
        return Map.copyOf(hardened);
    }

    private CompletableFuture<Producer<byte[], byte[]>> initialising(Producer<byte[], byte[]> producer) {
        try {
            return CompletableFuture.supplyAsync(() -> initialised(producer), executor);
        } catch (RejectedExecutionException e) {
            // the connector's threads have ended: nobody else would close it
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static Producer<byte[], byte[]> initialised(Producer<byte[], byte[]> producer) {
        try {
            KafkaLoader.asContext(() -> {
                producer.initTransactions();
                return producer;
            });
            return producer;
        } catch (RuntimeException | Error e) {
            try {
                producer.close(Duration.ZERO);
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }
}
