// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

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
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /**
     * For a listener of the connector: its keys without prefix. No dead-letter topic, since the plain client has none
     * either.
     *
     * @param own what only one contender sets
     */
    Map<String, String> mq(Map<String, String> own) {
        var settings = new HashMap<>(own);
        settings.put("auto-offset-reset", "earliest");
        settings.put("failure-policy", "stop");
        settings.put("auto-commit-interval", COMMIT_INTERVAL_MILLIS + "ms");
        settings.put("max-poll-records", Integer.toString(maxPollRecords));
        settings.put("session-timeout", SESSION_TIMEOUT_MILLIS + "ms");
        settings.put("heartbeat-interval", HEARTBEAT_MILLIS + "ms");
        return settings;
    }
}
