// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * What a setting is for: the whole connector, one connection, one listener. Immutable.
 *
 * @param kind which of them
 * @param name the connection's or the listener's; {@code ""} for the connector
 */
public record ConfigScope(Kind kind, String name) {
    /** The kinds of scopes. */
    public enum Kind {
        /** The whole connector. */
        CONNECTOR,
        /** One connection, the default one or a named one. */
        CONNECTION,
        /** One listener. */
        LISTENER
    }

    /** The connector. */
    public static final ConfigScope CONNECTOR = new ConfigScope(Kind.CONNECTOR, "");

    /** The default connection, whose keys are also what the others go by that set nothing else. */
    public static final ConfigScope DEFAULT_CONNECTION = new ConfigScope(Kind.CONNECTION, ConnectionConfig.DEFAULT);

    /** Checks. */
    public ConfigScope {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }

    /** That of a connection. */
    public static ConfigScope connection(String name) {
        return new ConfigScope(Kind.CONNECTION, name);
    }

    /** That of a listener. */
    public static ConfigScope listener(String name) {
        return new ConfigScope(Kind.LISTENER, name);
    }

    /** The full name of a key in this scope: {@code mq.connections."analytics".producer.linger}. */
    public String keyName(ConfigKey<?> key) {
        return prefix() + (kind == Kind.LISTENER ? key.shortName() : key.name().substring("mq.".length()));
    }

    /** What the full names of keys begin with here. */
    String prefix() {
        return switch (kind) {
            case CONNECTOR -> "mq.";
            case CONNECTION -> name.equals(ConnectionConfig.DEFAULT) ? "mq." : "mq.connections.\"" + name + "\".";
            case LISTENER -> "mq.listeners.\"" + name + "\".";
        };
    }

    /** {@code connector}, {@code connection 'analytics'}, {@code listener 'orders'}. */
    @Override
    public String toString() {
        return kind == Kind.CONNECTOR
                ? "connector"
                : (kind == Kind.CONNECTION ? "connection '" : "listener '") + name + "'";
    }
}
