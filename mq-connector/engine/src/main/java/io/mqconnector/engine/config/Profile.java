// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of values for a purpose, chosen by {@code mq.profile}. What it brings is weaker than anything that somebody sets,
 * and does not count as set.
 */
public enum Profile {
    /** None: the defaults. */
    NONE("The defaults.", "nothing beyond what the defaults say"),
    /** Quick answers on one machine. */
    DEVELOPMENT(
            "Quick answers on one machine.",
            "acknowledged messages are lost when the one broker that has them fails, retries may send a message twice,"
                    + " and what was sent before a new group started is not seen"),
    /** Nothing lost. */
    PRODUCTION(
            "Nothing lost, nothing seen of transactions that are aborted.",
            "each send waits for all replicas and for up to 10 ms of others; a consumer that dies is noticed after"
                    + " 30 s; a new group starts with everything that is kept; without a user and a password nothing"
                    + " starts"),
    /** A hosted cluster. */
    CLOUD(
            "A hosted cluster: TLS, a user and a password, best from the environment as MQ_CLIENT_SASL_USERNAME and"
                    + " MQ_CLIENT_SASL_PASSWORD.",
            "the password goes to whoever shows a certificate that Java trusts for the broker's name"),
    /** As fast as it goes. */
    LOW_LATENCY(
            "A message leaves at once and is fetched at once.",
            "acknowledged messages are lost when the one broker that has them fails; small batches and fetches cost"
                    + " brokers and network several times as much for each message"),
    /** As much as possible. */
    HIGH_THROUGHPUT(
            "As many messages as possible.",
            "each message may wait 10 ms to be sent and 500 ms to be fetched; up to 50 MB of memory for each fetch, 1,000"
                    + " records that are handled again when a consumer fails"),
    /** Little memory and network. */
    RESOURCE_EFFICIENT(
            "Little memory, few connections, little traffic.",
            "gzip costs processor time; with 5 producers few transactions go on at a time");

    private final String purpose;
    private final String risk;

    Profile(String purpose, String risk) {
        this.purpose = purpose;
        this.risk = risk;
    }

    /** As written in configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is for, in a sentence. */
    public String purpose() {
        return purpose;
    }

    /** What it risks, in words. */
    public String risk() {
        return risk;
    }

    /** What it brings; unmodifiable. */
    public Map<ConfigKey<?>, String> settings() {
        return Settings.of(this);
    }

    /** What it brings for a key, or null. */
    @Nullable
    String text(ConfigKey<?> key) {
        return settings().get(key);
    }

    /** Apart from the constants, which the table of keys needs before there are keys. */
    private static final class Settings {
        private static final Map<Profile, Map<ConfigKey<?>, String>> ALL = Map.of(
                NONE, Map.of(),
                DEVELOPMENT, development(),
                PRODUCTION, production(),
                CLOUD, cloud(),
                LOW_LATENCY, lowLatency(),
                HIGH_THROUGHPUT, highThroughput(),
                RESOURCE_EFFICIENT, resourceEfficient());

        private static Map<ConfigKey<?>, String> of(Profile profile) {
            var settings = ALL.get(profile);
            if (settings == null) {
                throw new IllegalStateException(profile + " has no settings");
            }
            return settings;
        }

        private static Map<ConfigKey<?>, String> development() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(ConfigKeys.CONNECTION_MAX_RETRIES, "3");
            settings.put(ConfigKeys.PRODUCER_ACKS, "1");
            settings.put(ConfigKeys.PRODUCER_BATCH_SIZE, "16KiB");
            settings.put(ConfigKeys.PRODUCER_LINGER, "5ms");
            settings.put(ConfigKeys.CONSUMER_AUTO_OFFSET_RESET, "latest");
            settings.put(ConfigKeys.CONSUMER_AUTO_COMMIT_INTERVAL, "1s");
            settings.put(ConfigKeys.CONSUMER_SESSION_TIMEOUT, "10s");
            return Collections.unmodifiableMap(settings);
        }

        private static Map<ConfigKey<?>, String> production() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(SecurityKeys.CLIENT_SECURITY_PROTOCOL, "SASL_SSL");
            settings.put(ConfigKeys.PRODUCER_ACKS, "all");
            settings.put(ConfigKeys.PRODUCER_BATCH_SIZE, "64KiB");
            settings.put(ConfigKeys.PRODUCER_LINGER, "10ms");
            settings.put(ConfigKeys.CONSUMER_AUTO_OFFSET_RESET, "earliest");
            settings.put(ConfigKeys.CONSUMER_AUTO_COMMIT_INTERVAL, "5s");
            settings.put(ConfigKeys.CONSUMER_SESSION_TIMEOUT, "30s");
            settings.put(ConfigKeys.CONSUMER_ISOLATION, "read_committed");
            return Collections.unmodifiableMap(settings);
        }

        private static Map<ConfigKey<?>, String> cloud() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(SecurityKeys.CLIENT_SECURITY_PROTOCOL, "SASL_SSL");
            settings.put(SecurityKeys.CLIENT_SASL_MECHANISM, "PLAIN");
            return Collections.unmodifiableMap(settings);
        }

        private static Map<ConfigKey<?>, String> lowLatency() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(ConfigKeys.PRODUCER_COMPRESSION, "none");
            settings.put(ConfigKeys.PRODUCER_ACKS, "1");
            settings.put(ConfigKeys.PRODUCER_BATCH_SIZE, "1KiB");
            settings.put(ConfigKeys.PRODUCER_LINGER, "0ms");
            settings.put(ConfigKeys.CONSUMER_FETCH_MAX_WAIT, "1ms");
            return Collections.unmodifiableMap(settings);
        }

        private static Map<ConfigKey<?>, String> highThroughput() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(ConfigKeys.PRODUCER_COMPRESSION, "lz4");
            settings.put(ConfigKeys.PRODUCER_BATCH_SIZE, "64KiB");
            settings.put(ConfigKeys.PRODUCER_LINGER, "10ms");
            settings.put(ConfigKeys.POOL_MAX_CONNECTIONS, "20");
            settings.put(ConfigKeys.CONSUMER_MAX_POLL_RECORDS, "1000");
            settings.put(ConfigKeys.CONSUMER_FETCH_MAX_BYTES, "50MiB");
            settings.put(ConfigKeys.CONSUMER_FETCH_MAX_WAIT, "500ms");
            return Collections.unmodifiableMap(settings);
        }

        private static Map<ConfigKey<?>, String> resourceEfficient() {
            var settings = new LinkedHashMap<ConfigKey<?>, String>();
            settings.put(ConfigKeys.PRODUCER_COMPRESSION, "gzip");
            settings.put(ConfigKeys.PRODUCER_BATCH_SIZE, "8KiB");
            settings.put(ConfigKeys.POOL_MAX_CONNECTIONS, "5");
            settings.put(ConfigKeys.CONSUMER_MAX_POLL_RECORDS, "100");
            settings.put(ConfigKeys.CONSUMER_FETCH_MAX_BYTES, "1MiB");
            return Collections.unmodifiableMap(settings);
        }
    }
}
