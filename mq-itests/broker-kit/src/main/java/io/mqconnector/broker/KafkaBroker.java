// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A Kafka broker for tests, whatever it runs in, with the look-ups by which a test checks what really happened: they
 * use plain Kafka clients of their own, nothing of the connector.
 *
 * <p>Thread-safe. Who starts a broker closes it; the broker of {@link WithKafka} closes with the JUnit test plan.
 * Topics are never created by their first use: call {@link #createTopic}.
 *
 * <p>Each look-up takes 30 s at most and then throws {@link KafkaBrokerException}.
 */
public interface KafkaBroker extends AutoCloseable {
    /** How long each call that asks the broker something may take. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** {@code host:port} for the clients under test; behind a proxy it is the proxy's. The same after a restart. */
    String bootstrapServers();

    /**
     * {@code host:port} that no proxy stands in front of, for what a test looks up while a fault is on. The same as
     * {@link #bootstrapServers()} where the broker has no such address.
     */
    default String directBootstrapServers() {
        return bootstrapServers();
    }

    /**
     * The broker's own Admin client, made on first use and connected to {@link #directBootstrapServers()}. It survives
     * restarts, and is closed with the broker: do not close it.
     */
    Admin admin();

    /** {@link #createTopic(String, int, Map)} with the broker's default topic settings. */
    default void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic and waits until every partition answers a {@code listOffsets}: an idempotent producer that sends
     * earlier may be stuck in OutOfOrderSequence retries until its delivery time-out.
     *
     * @param name the topic, which must not exist
     * @param partitions at least 1
     * @param configs Kafka's topic settings, such as {@code cleanup.policy}
     */
    void createTopic(String name, int partitions, Map<String, String> configs);

    /**
     * Creates a topic that no other test uses.
     *
     * @param prefix what its name starts with
     * @param partitions at least 1
     * @return its name
     */
    String uniqueTopic(String prefix, int partitions);

    /** The committed offsets of a consumer group; empty if it has none or does not exist. */
    Map<TopicPartition, Long> committedOffsets(String group);

    /** For each partition the offset behind its last record, open transactions included. */
    Map<TopicPartition, Long> endOffsets(String topic);

    /**
     * Every committed record of a topic from the beginning to the end as it was at the time of the call, in order
     * within each partition; what an open transaction holds back is left out. Joins no group and commits nothing.
     */
    default List<ConsumerRecord<byte[], byte[]>> consumeAll(String topic) {
        return consumeAll(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * {@link #consumeAll(String)} with keys and values read by the given deserializers.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    <K, V> List<ConsumerRecord<K, V>> consumeAll(
            String topic, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer);

    /** Ends the broker, if it is this object's to end, and the Admin client. Idempotent. */
    @Override
    void close();
}
