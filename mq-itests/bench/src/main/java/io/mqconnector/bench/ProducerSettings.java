// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.config.ConfigKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What both sides send with. Everything that could make a difference is written down, so that neither side's defaults do.
 * Immutable.
 *
 * @param brokers {@code host:port}
 * @param lingerMillis how long a batch is waited for
 * @param compression Kafka's word for it
 */
record ProducerSettings(String brokers, int lingerMillis, String compression) {
    /** In all, however many producers share it. */
    static final int BUFFER_BYTES = 32 << 20;

    static final int BATCH_BYTES = 64 << 10;

    private static final int MAX_BLOCK_MILLIS = 60_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 30_000;
    private static final int DELIVERY_TIMEOUT_MILLIS = 120_000;
    private static final int MAX_IN_FLIGHT = 5;

    /** How many stripes a connector has that is not told. */
    static int defaultStripes() {
        return Integer.parseInt(Objects.requireNonNull(ConfigKeys.POOL_STRIPES.defaultText()));
    }

    /**
     * For a {@code KafkaProducer} of bytes; no JMX reporter and no push, since the connector has none either.
     *
     * @param clientId its own
     * @param producers how many share {@link #BUFFER_BYTES}
     */
    Map<String, Object> raw(String clientId, int producers) {
        var settings = new HashMap<String, Object>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES / producers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, MAX_IN_FLIGHT);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /**
     * For a connector.
     *
     * @param instanceId its name in this JVM
     * @param stripes how many producers share {@link #BUFFER_BYTES}
     */
    MqConfig mq(String instanceId, int stripes) {
        return MqConfig.builder()
                .brokers(brokers)
                .instanceId(instanceId)
                .set("mq.monitoring.latency-threshold", "0ms")
                .set("mq.pool.stripes", Integer.toString(stripes))
                .set("mq.producer.linger", lingerMillis + "ms")
                .set("mq.producer.compression", compression)
                .set("mq.producer.batch-size", Integer.toString(BATCH_BYTES))
                .set("mq.producer.buffer", Integer.toString(BUFFER_BYTES / stripes))
                .set("mq.producer.acks", "all")
                .set("mq.producer.idempotence", "true")
                .set("mq.producer.max-in-flight", Integer.toString(MAX_IN_FLIGHT))
                .set("mq.producer.max-block", MAX_BLOCK_MILLIS + "ms")
                .set("mq.producer.request-timeout", REQUEST_TIMEOUT_MILLIS + "ms")
                .set("mq.producer.delivery-timeout", DELIVERY_TIMEOUT_MILLIS + "ms")
                .build();
    }
}
