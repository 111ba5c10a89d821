// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.Arrays;
import java.util.List;

/** A setting that must be refused; none of a {@link Knob}. */
enum Invalid {
    UNKNOWN("mq.producer.lingr", "5ms", true, false, "mq.producer.linger"),
    UNKNOWN_GROUP("mq.producers.linger", "5ms", true, false),
    BEYOND_RANGE("mq.pool.max-idle", "1001", true, true, "1001"),
    BELOW_RANGE("mq.listeners.\"watched\".max-span", "0", true, true, "max-span"),
    NO_DURATION("mq.listener.restart-backoff", "soon", true, true, "soon"),
    NO_NUMBER("mq.breaker.trial-count", "a few", true, true, "a few"),
    NO_WORD("mq.listener.failure-policy", "perhaps", false, true, "perhaps"),
    CONTRADICTION("mq.retry.backoff", "20s", true, true, "mq.retry.max-backoff"),
    CONTRADICTION_OF_LISTENERS("mq.listener.retry-backoff", "2m", true, true, "retry-max-backoff"),
    CONTRADICTION_OF_GROUPS("mq.listener.drain-timeout", "4m", true, true, "max-poll-interval"),
    NOT_BY_JMX_BROKERS("mq.client.brokers", "127.0.0.1:9", true, false),
    NOT_BY_JMX_SECRET("mq.client.sasl-password", "hunter2", true, false),
    NOT_BY_JMX_RAW("mq.kafka.producer.linger.ms", "1", true, false),
    NOT_BY_JMX_FILE("mq.config.location", "elsewhere.properties", true, false),
    NOT_BY_JMX_POLICY("mq.listener.failure-policy", "skip", true, false);

    private final String key;
    private final String value;
    private final boolean isOfOperators;
    private final boolean isOfSources;

    @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of
    private final List<String> others;

    Invalid(String key, String value, boolean isOfOperators, boolean isOfSources, String... others) {
        this.key = key;
        this.value = value;
        this.isOfOperators = isOfOperators;
        this.isOfSources = isOfSources;
        this.others = List.of(others);
    }

    static List<Invalid> ofOperators() {
        return Arrays.stream(values()).filter(each -> each.isOfOperators).toList();
    }

    static List<Invalid> ofSources() {
        return Arrays.stream(values()).filter(each -> each.isOfSources).toList();
    }

    String key() {
        return key;
    }

    String value() {
        return value;
    }

    /** What the reason says, beside the key. */
    List<String> others() {
        return others;
    }
}
