// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of keys. Immutable and thread-safe; compared by identity, the rows are in {@link ConfigKeys}.
 *
 * @param <T> the type of its value
 */
public final class ConfigKey<T> {
    private static final Set<String> CONNECTOR_WIDE = Set.of("", "config", "metrics", "monitoring", "server");

    private final String group;
    private final String shortName;
    private final ValueType<T> type;
    private final @Nullable String defaultText;
    private final String defaultWords;
    private final Effect effect;
    private final boolean settableByJmx;
    private final boolean secret;
    private final @Nullable String kafkaKey;
    private final Set<KafkaClient> clients;
    private final String doc;

    private ConfigKey(Row<T> row, String doc) {
        this.group = row.group;
        this.shortName = row.shortName;
        this.type = row.type;
        this.defaultText = row.defaultText;
        this.defaultWords = row.defaultWords;
        this.effect = row.effect;
        this.settableByJmx = row.settableByJmx;
        this.secret = row.secret;
        this.kafkaKey = row.kafkaKey;
        this.clients = Set.copyOf(row.clients);
        this.doc = doc;
    }

    /** The full name: {@code mq.producer.linger}. */
    public String name() {
        return group.isEmpty() ? "mq." + shortName : "mq." + group + "." + shortName;
    }

    /** The group: {@code producer}; empty for {@code mq.instance-id} and {@code mq.profile}. */
    public String group() {
        return group;
    }

    /** The name within its group: {@code linger}. */
    public String shortName() {
        return shortName;
    }

    /** How its text is read and what is allowed. */
    public ValueType<T> type() {
        return type;
    }

    /** What is allowed, in words. */
    public String allowed() {
        return type.allowed();
    }

    /** The default as it would be written, or null if there is none or the snapshot computes it. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** The default as documented. */
    public String defaultWords() {
        return defaultWords;
    }

    /** What it takes for a change to be in force. */
    public Effect effect() {
        return effect;
    }

    /** Whether an operator may change it while the connector runs. */
    public boolean isSettableByJmx() {
        return settableByJmx;
    }

    /** Whether its value is never shown. */
    public boolean isSecret() {
        return secret || RawKafka.isSecret(shortName);
    }

    /** Whether there is one value for the whole connector; otherwise each connection may have its own. */
    public boolean isConnectorWide() {
        return CONNECTOR_WIDE.contains(group) && this != ConfigKeys.PROFILE;
    }

    /** The Kafka property it becomes, or null. */
    public @Nullable String kafkaKey() {
        return kafkaKey;
    }

    /** The Kafka clients that get {@link #kafkaKey()}; unmodifiable. */
    public Set<KafkaClient> clients() {
        return clients;
    }

    /** What it is for, in a sentence. */
    public String doc() {
        return doc;
    }

    /** The full name. */
    @Override
    public String toString() {
        return name();
    }

    /** The names of raw Kafka keys for the same thing, the stronger first. */
    List<String> rawNames() {
        if (kafkaKey == null || RawKafka.refusal(kafkaKey) != null) {
            return List.of();
        }
        var common = "mq.kafka.common." + kafkaKey;
        return clients.size() == 1
                ? List.of("mq.kafka." + clients.iterator().next().word() + "." + kafkaKey, common)
                : List.of(common);
    }

    static <T> Row<T> row(String group, String shortName, ValueType<T> type) {
        return new Row<>(group, shortName, type);
    }

    /** Collects the columns of a row. For one thread. */
    static final class Row<T> {
        private final String group;
        private final String shortName;
        private final ValueType<T> type;
        private final Set<KafkaClient> clients = EnumSet.noneOf(KafkaClient.class);
        private @Nullable String defaultText;
        private String defaultWords = "none";
        private Effect effect = Effect.ROLLING;
        private boolean settableByJmx = true;
        private boolean secret;
        private @Nullable String kafkaKey;

        private Row(String group, String shortName, ValueType<T> type) {
            this.group = requireNonNull(group, "group");
            this.shortName = requireNonNull(shortName, "shortName");
            this.type = requireNonNull(type, "type");
        }

        Row<T> byDefault(String text) {
            this.defaultText = text;
            this.defaultWords = text;
            return this;
        }

        Row<T> byDefault(String text, String words) {
            this.defaultText = text;
            this.defaultWords = words;
            return this;
        }

        Row<T> computed(String words) {
            this.defaultWords = words;
            return this;
        }

        Row<T> kafka(String key, KafkaClient... of) {
            this.kafkaKey = key;
            this.clients.addAll(List.of(of));
            return this;
        }

        Row<T> effect(Effect what) {
            this.effect = what;
            return this;
        }

        Row<T> notByJmx() {
            this.settableByJmx = false;
            return this;
        }

        /** Never shown, although its name does not say so; nor by JMX. */
        Row<T> secret() {
            this.secret = true;
            return notByJmx();
        }

        ConfigKey<T> doc(String sentence) {
            return new ConfigKey<>(this, sentence);
        }
    }
}
