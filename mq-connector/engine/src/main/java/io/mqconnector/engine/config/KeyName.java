// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * A full key taken apart, whether there is such a key or not. Immutable.
 *
 * @param scope what it is for: for a plain one of our keys the connector or the default connection
 * @param rest what follows the scope's prefix: {@code producer.linger}, for a listener {@code workers}; empty if nothing
 *     does
 */
public record KeyName(ConfigScope scope, String rest) {
    private static final String CONNECTIONS = "mq.connections.";
    private static final String LISTENERS = "mq.listeners.";

    /**
     * Takes a key apart.
     *
     * @param full a key that begins with {@code mq.}
     */
    public static KeyName parse(String full) {
        if (full.startsWith(CONNECTIONS)) {
            return ofOwner(full.substring(CONNECTIONS.length()), ConfigScope.Kind.CONNECTION);
        }
        if (full.startsWith(LISTENERS)) {
            return ofOwner(full.substring(LISTENERS.length()), ConfigScope.Kind.LISTENER);
        }
        var key = ConfigKeys.find(full);
        return new KeyName(
                key != null && key.isConnectorWide() ? ConfigScope.CONNECTOR : ConfigScope.DEFAULT_CONNECTION,
                full.substring("mq.".length()));
    }

    /** The owner's name is quoted or has no dot. */
    private static KeyName ofOwner(String text, ConfigScope.Kind kind) {
        boolean isQuoted = text.startsWith("\"");
        int end = isQuoted ? text.indexOf("\".", 1) : text.indexOf('.');
        if (end < 0 || end == (isQuoted ? 1 : 0)) {
            return new KeyName(new ConfigScope(kind, isQuoted ? "" : text), "");
        }
        return new KeyName(
                new ConfigScope(kind, text.substring(isQuoted ? 1 : 0, end)), text.substring(end + (isQuoted ? 2 : 1)));
    }

    /** The row of the table, or null if there is none, or none in this scope. */
    public @Nullable ConfigKey<?> key() {
        if (scope.kind() == ConfigScope.Kind.LISTENER) {
            return ConfigKeys.findOfListener(rest);
        }
        var key = ConfigKeys.find("mq." + rest);
        boolean isNamed = scope.kind() == ConfigScope.Kind.CONNECTION && !scope.equals(ConfigScope.DEFAULT_CONNECTION);
        return key != null && key.isConnectorWide() && isNamed ? null : key;
    }

    /** Whether it is one of Kafka's own properties. */
    boolean isRaw() {
        return !rawKafkaKey().isEmpty();
    }

    /** Kafka's name; empty if it is none of Kafka's own properties. */
    String rawKafkaKey() {
        if (!rest.startsWith("kafka.")) {
            return "";
        }
        var name = rest.substring("kafka.".length());
        if (scope.kind() == ConfigScope.Kind.LISTENER) {
            return name;
        }
        for (var client : RawSetting.CLIENT_WORDS) {
            if (name.startsWith(client + ".")) {
                return name.substring(client.length() + 1);
            }
        }
        return "";
    }

    /** The full key, the owner's name in quotation marks. */
    String normal() {
        return scope.prefix() + rest;
    }
}
