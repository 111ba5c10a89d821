// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.KafkaLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Builds Kafka clients, always on the connector's own thread with Kafka's own class loader as context: on a request
 * thread they would pin the application's loader, and on an OSGi user's thread {@code ProducerConfig} could not be
 * initialised.
 *
 * <p>Thread-safe. Does not close what it built.
 */
public final class ClientFactory {
    private final Executor connectorThread;

    /** @param connectorThread one thread of the connector */
    public ClientFactory(Executor connectorThread) {
        this.connectorThread = connectorThread;
    }

    /** A producer of bytes. */
    public CompletableFuture<Producer<byte[], byte[]>> producer(Map<String, Object> properties, String clientId) {
        return build(() -> new KafkaProducer<>(
                withClientId(properties, clientId), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** A consumer of bytes. */
    public CompletableFuture<Consumer<byte[], byte[]>> consumer(Map<String, Object> properties, String clientId) {
        return build(() -> new KafkaConsumer<>(
                withClientId(properties, clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** An admin client. */
    public CompletableFuture<Admin> admin(Map<String, Object> properties, String clientId) {
        return build(() -> Admin.create(withClientId(properties, clientId)));
    }

    /** What Kafka gets: that of ours which only tells one configuration from another is left out. */
    static Map<String, Object> withClientId(Map<String, Object> properties, String clientId) {
        var all = new HashMap<>(properties);
        all.remove(ConnectionConfig.STORE_CONTENTS);
        all.put("client.id", clientId);
        return all;
    }

    private <T> CompletableFuture<T> build(Supplier<T> constructor) {
        return CompletableFuture.supplyAsync(() -> KafkaLoader.asContext(constructor), connectorThread);
    }
}
