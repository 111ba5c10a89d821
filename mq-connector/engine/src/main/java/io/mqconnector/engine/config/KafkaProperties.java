// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the properties of one Kafka client together. */
final class KafkaProperties {
    private static final String RECOVERY = "metadata.recovery.strategy";
    private static final String SETUP_TIMEOUT_MAX = "socket.connection.setup.timeout.max.ms";

    private KafkaProperties() {}

    /**
     * The properties of a client: ours, then raw ones for everything that has no key of ours.
     *
     * @param raw weak ones first
     * @param problems where contradictions go
     */
    static Map<String, Object> of(
            KafkaClient client, Values values, List<RawSetting> raw, List<ConfigKey<?>> keys, List<String> problems) {
        var properties = new LinkedHashMap<String, Object>();
        // Neither Kafka's MBeans nor its reports to the broker: the connector has its own.
        properties.put("metric.reporters", RawKafka.typed(client, "metric.reporters", ""));
        properties.put("enable.metrics.push", false);
        if (client == KafkaClient.ADMIN) {
            // Without a broker Kafka's admin client goes back to its first addresses 1,400 times a second and logs each
            // time; ClusterWatch makes a new one instead.
            properties.put(RECOVERY, RawKafka.typed(client, RECOVERY, "none"));
        }
        for (var key : keys) {
            if (key.clients().contains(client) && key.kafkaKey() != null) {
                put(properties, client, values, key);
            }
        }
        if (client != KafkaClient.PRODUCER) {
            // mq.producer.request-timeout is the producer's, and goes by the same keys if nobody sets it
            properties.put(
                    RequestTimeout.KAFKA_KEY,
                    RawKafka.typed(
                            client,
                            RequestTimeout.KAFKA_KEY,
                            Long.toString(RequestTimeout.of(values).value().toMillis())));
        }
        SecurityProperties.put(properties, client, values);
        Setting setupTimeoutMax = null;
        for (var setting : raw) {
            if (isFor(client, setting) && !isKeyOfOurs(client, setting, keys)) {
                properties.put(
                        setting.kafkaKey(),
                        RawKafka.typed(
                                client, setting.kafkaKey(), setting.setting().text()));
                if (setting.kafkaKey().equals(SETUP_TIMEOUT_MAX)) {
                    setupTimeoutMax = setting.setting();
                }
            }
        }
        var setupTimeout = (Long) properties.getOrDefault("socket.connection.setup.timeout.ms", 10_000L);
        var max = (Long) properties.getOrDefault(SETUP_TIMEOUT_MAX, Math.max(30_000L, setupTimeout));
        if (setupTimeoutMax != null && max < setupTimeout) {
            problems.add(setupTimeoutMax.problem("less than " + values.described(ConfigKeys.CONNECTION_DIAL_TIMEOUT)
                    + "; raise the one or lower the other"));
        }
        properties.put(SETUP_TIMEOUT_MAX, max);
        return properties;
    }

    private static <T> void put(Map<String, Object> properties, KafkaClient client, Values values, ConfigKey<T> key) {
        var kafkaKey = key.kafkaKey();
        var text = key.type().kafkaText(values.get(key));
        if (kafkaKey != null && !text.isEmpty()) {
            properties.put(kafkaKey, RawKafka.typed(client, kafkaKey, text));
        }
    }

    private static boolean isFor(KafkaClient client, RawSetting setting) {
        if (setting.client() != null) {
            return setting.client() == client;
        }
        return RawKafka.knows(client, setting.kafkaKey())
                || !RawKafka.names(null).contains(setting.kafkaKey());
    }

    /** Whether the value of this raw key became that of one of our keys, where rules may have changed it. */
    private static boolean isKeyOfOurs(KafkaClient client, RawSetting setting, List<ConfigKey<?>> keys) {
        for (var key : keys) {
            if (setting.kafkaKey().equals(key.kafkaKey())
                    && key.clients().contains(client)
                    && (setting.client() == null || key.clients().size() == 1)) {
                return true;
            }
        }
        return false;
    }
}
