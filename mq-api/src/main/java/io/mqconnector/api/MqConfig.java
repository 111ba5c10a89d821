// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration that an application sets in code: keys as in {@code docs/configuration.md}, without interpretation. What
 * is set here is "really set" in the sense of the precedence ladder and beats MicroProfile Config.
 *
 * <p>Immutable and thread-safe. Values are checked by {@link Mq#create(MqConfig)}, all at once.
 */
public final class MqConfig {
    private static final MqConfig EMPTY = builder().build();

    private final Map<String, String> values;

    private MqConfig(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Nothing set: everything comes from MicroProfile Config, system properties, environment and defaults. */
    public static MqConfig empty() {
        return EMPTY;
    }

    /** Starts a configuration. */
    public static Builder builder() {
        return new Builder();
    }

    /** What was set, by full key ({@code mq.client.brokers}); unmodifiable. */
    public Map<String, String> values() {
        return values;
    }

    /** The keys only: values may be secret. */
    @Override
    public String toString() {
        return "MqConfig" + new TreeMap<>(values).keySet();
    }

    /** Collects settings. For one thread. A key set twice keeps its last value. */
    public static final class Builder {
        private final Map<String, String> values = new TreeMap<>();

        private Builder() {}

        /**
         * Sets any key.
         *
         * @param key the full key, beginning with {@code mq.}
         * @param value its value, as it would stand in a properties file
         * @throws IllegalArgumentException if the key does not begin with {@code mq.}
         */
        public Builder set(String key, String value) {
            if (!requireNonNull(key, "key").startsWith("mq.")) {
                throw new IllegalArgumentException("key '" + key + "' does not begin with 'mq.'");
            }
            values.put(key, requireNonNull(value, "value of " + key));
            return this;
        }

        /** The brokers to start from, {@code host:port,host:port}. */
        public Builder brokers(String brokers) {
            return set("mq.client.brokers", brokers);
        }

        /** The name of this instance: stable over restarts, different for each process. */
        public Builder instanceId(String instanceId) {
            return set("mq.instance-id", instanceId);
        }

        /** The longest time the producer waits to fill a batch. */
        public Builder linger(Duration linger) {
            return set("mq.producer.linger", linger.toString());
        }

        /** The configuration. */
        public MqConfig build() {
            return new MqConfig(values);
        }
    }
}
