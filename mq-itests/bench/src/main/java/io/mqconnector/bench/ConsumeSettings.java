// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What both sides consume with; what is not here is Kafka's default on both. Immutable.
 *
 * @param brokers {@code host:port}
 * @param maxPollRecords the most records of one poll
 */
record ConsumeSettings(String brokers, int maxPollRecords) {
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 3_000;

    /** How often the connector commits. */
    static final int COMMIT_INTERVAL_MILLIS = 100;

    /** For a {@code KafkaConsumer}; no JMX reporter and no push, since the connector has none either. */
    Map<String, Object> raw(String group) {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /** For a listener of the connector: its keys without prefix. */
    Map<String, String> mq(int workers) {
        return Map.of(
                "workers",
                Integer.toString(workers),
                "auto-offset-reset",
                "earliest",
                "auto-commit-interval",
                COMMIT_INTERVAL_MILLIS + "ms",
                "max-poll-records",
                Integer.toString(maxPollRecords),
                "session-timeout",
                SESSION_TIMEOUT_MILLIS + "ms",
                "heartbeat-interval",
                HEARTBEAT_MILLIS + "ms");
    }
}
