// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator can set on the resource adapter and on a connection factory: a JavaBean property for each key of a
 * connector, and {@code configuration} for all others. What is not set here comes from MicroProfile Config.
 *
 * <p>Thread-safe. A change after the start has no effect.
 */
public abstract class ConnectorProperties extends PropertyBean {
    private static final long serialVersionUID = 1L;

    /** For containers. */
    protected ConnectorProperties() {
        super("mq.");
    }

    /** Settings by full key, as a connector takes them. */
    static MqConfig toConfig(Map<String, String> settings) {
        var config = MqConfig.builder();
        settings.forEach(config::set);
        return config.build();
    }

    /** {@code mq.instance-id}: The name of this instance: stable over restarts, different for each process; used in client ids and JMX names. */
    public @Nullable String getInstanceId() {
        return text("mq.instance-id");
    }

    /** {@code mq.instance-id}; null or blank for not set here. */
    public void setInstanceId(@Nullable String instanceId) {
        set("mq.instance-id", instanceId);
    }

    /** {@code mq.client.brokers}: The brokers to start from; the others are found through them. Separated by commas. */
    public @Nullable String getBrokers() {
        return text("mq.client.brokers");
    }

    /** {@code mq.client.brokers}; null or blank for not set here. */
    public void setBrokers(@Nullable String brokers) {
        set("mq.client.brokers", brokers);
    }

    /** {@code mq.client.client-id}: The prefix of the client ids that brokers see in quotas and logs; the role of each client is added. */
    public @Nullable String getClientId() {
        return text("mq.client.client-id");
    }

    /** {@code mq.client.client-id}; null or blank for not set here. */
    public void setClientId(@Nullable String clientId) {
        set("mq.client.client-id", clientId);
    }

    /** {@code mq.connection.dial-timeout}: How long a connection to a broker may take to be set up; socket.connection.setup.timeout.max.ms is never lower. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionDialTimeout() {
        return text("mq.connection.dial-timeout");
    }

    /** {@code mq.connection.dial-timeout}; null or blank for not set here. */
    public void setConnectionDialTimeout(@Nullable String connectionDialTimeout) {
        set("mq.connection.dial-timeout", connectionDialTimeout);
    }

    /** {@code mq.producer.compression}: How batches are compressed. */
    public @Nullable String getProducerCompression() {
        return text("mq.producer.compression");
    }

    /** {@code mq.producer.compression}; null or blank for not set here. */
    public void setProducerCompression(@Nullable String producerCompression) {
        set("mq.producer.compression", producerCompression);
    }

    /** {@code mq.producer.batch-size}: The most bytes in a batch of one partition; 0 sends every record alone. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerBatchSize() {
        return text("mq.producer.batch-size");
    }

    /** {@code mq.producer.batch-size}; null or blank for not set here. */
    public void setProducerBatchSize(@Nullable String producerBatchSize) {
        set("mq.producer.batch-size", producerBatchSize);
    }

    /** {@code mq.producer.linger}: The longest time the producer waits to fill a batch. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerLinger() {
        return text("mq.producer.linger");
    }

    /** {@code mq.producer.linger}; null or blank for not set here. */
    public void setProducerLinger(@Nullable String producerLinger) {
        set("mq.producer.linger", producerLinger);
    }

    /** {@code mq.producer.max-message-bytes}: The largest message before compression, and the largest request. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerMaxMessageBytes() {
        return text("mq.producer.max-message-bytes");
    }

    /** {@code mq.producer.max-message-bytes}; null or blank for not set here. */
    public void setProducerMaxMessageBytes(@Nullable String producerMaxMessageBytes) {
        set("mq.producer.max-message-bytes", producerMaxMessageBytes);
    }

    /** {@code mq.producer.acks}: How many replicas must have a record before it is acknowledged; 0 and 1 may lose messages and switch idempotence off. */
    public @Nullable String getProducerAcks() {
        return text("mq.producer.acks");
    }

    /** {@code mq.producer.acks}; null or blank for not set here. */
    public void setProducerAcks(@Nullable String producerAcks) {
        set("mq.producer.acks", producerAcks);
    }

    /** {@code mq.producer.request-timeout}: How long a broker may take to answer a request before it is sent again. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerRequestTimeout() {
        return text("mq.producer.request-timeout");
    }

    /** {@code mq.producer.request-timeout}; null or blank for not set here. */
    public void setProducerRequestTimeout(@Nullable String producerRequestTimeout) {
        set("mq.producer.request-timeout", producerRequestTimeout);
    }

    /** {@code mq.producer.delivery-timeout}: How long a message may take until it is acknowledged or failed, retries included; at least linger + request-timeout. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerDeliveryTimeout() {
        return text("mq.producer.delivery-timeout");
    }

    /** {@code mq.producer.delivery-timeout}; null or blank for not set here. */
    public void setProducerDeliveryTimeout(@Nullable String producerDeliveryTimeout) {
        set("mq.producer.delivery-timeout", producerDeliveryTimeout);
    }

    /** {@code mq.producer.max-block}: How long a send may wait for metadata or for room in the buffer. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerMaxBlock() {
        return text("mq.producer.max-block");
    }

    /** {@code mq.producer.max-block}; null or blank for not set here. */
    public void setProducerMaxBlock(@Nullable String producerMaxBlock) {
        set("mq.producer.max-block", producerMaxBlock);
    }

    /** {@code mq.producer.buffer}: The bytes that wait to be sent, for each stripe. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerBuffer() {
        return text("mq.producer.buffer");
    }

    /** {@code mq.producer.buffer}; null or blank for not set here. */
    public void setProducerBuffer(@Nullable String producerBuffer) {
        set("mq.producer.buffer", producerBuffer);
    }

    /** {@code mq.producer.idempotence}: Whether the broker drops duplicates that come from retries, and keeps the order. */
    public @Nullable Boolean getProducerIdempotence() {
        return bool("mq.producer.idempotence");
    }

    /** {@code mq.producer.idempotence}; null or blank for not set here. */
    public void setProducerIdempotence(@Nullable Boolean producerIdempotence) {
        set("mq.producer.idempotence", producerIdempotence);
    }

    /** {@code mq.producer.max-in-flight}: Unanswered requests for each broker; at most 5 with idempotence, 1 by default without it. */
    public @Nullable Integer getProducerMaxInFlight() {
        return integer("mq.producer.max-in-flight");
    }

    /** {@code mq.producer.max-in-flight}; null or blank for not set here. */
    public void setProducerMaxInFlight(@Nullable Integer producerMaxInFlight) {
        set("mq.producer.max-in-flight", producerMaxInFlight);
    }

    /** {@code mq.pool.stripes}: Shared producers for plain sends; one message key always goes through the same one. */
    public @Nullable Integer getPoolStripes() {
        return integer("mq.pool.stripes");
    }

    /** {@code mq.pool.stripes}; null or blank for not set here. */
    public void setPoolStripes(@Nullable Integer poolStripes) {
        set("mq.pool.stripes", poolStripes);
    }

    /** {@code mq.pool.max-connections}: The most producers, shared and exclusive ones together. */
    public @Nullable Integer getPoolMaxConnections() {
        return integer("mq.pool.max-connections");
    }

    /** {@code mq.pool.max-connections}; null or blank for not set here. */
    public void setPoolMaxConnections(@Nullable Integer poolMaxConnections) {
        set("mq.pool.max-connections", poolMaxConnections);
    }

    /** {@code mq.pool.borrow-timeout}: How long to wait for a producer when all are in use. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolBorrowTimeout() {
        return text("mq.pool.borrow-timeout");
    }

    /** {@code mq.pool.borrow-timeout}; null or blank for not set here. */
    public void setPoolBorrowTimeout(@Nullable String poolBorrowTimeout) {
        set("mq.pool.borrow-timeout", poolBorrowTimeout);
    }

    /** {@code mq.pool.drain-timeout}: How long a producer that is replaced or closed may take to finish what is under way. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolDrainTimeout() {
        return text("mq.pool.drain-timeout");
    }

    /** {@code mq.pool.drain-timeout}; null or blank for not set here. */
    public void setPoolDrainTimeout(@Nullable String poolDrainTimeout) {
        set("mq.pool.drain-timeout", poolDrainTimeout);
    }

    /** {@code mq.pool.health-check-interval}: How often producers are checked. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolHealthCheckInterval() {
        return text("mq.pool.health-check-interval");
    }

    /** {@code mq.pool.health-check-interval}; null or blank for not set here. */
    public void setPoolHealthCheckInterval(@Nullable String poolHealthCheckInterval) {
        set("mq.pool.health-check-interval", poolHealthCheckInterval);
    }

    /** {@code mq.server.work-threads}: How many of a server's work threads listeners use at most, all together. */
    public @Nullable Integer getServerWorkThreads() {
        return integer("mq.server.work-threads");
    }

    /** {@code mq.server.work-threads}; null or blank for not set here. */
    public void setServerWorkThreads(@Nullable Integer serverWorkThreads) {
        set("mq.server.work-threads", serverWorkThreads);
    }
}
