// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.SubscriptionRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The configuration of a connector as it was read: every value checked, with its origin. Immutable and thread-safe.
 *
 * <p>Settings of single listeners are looked up when the listener is, since only then its name is known; everything else
 * is as it was when the snapshot was read.
 */
public final class ConfigSnapshot {
    private final Sources sources;
    private final String origin;
    private final Overrides overrides;
    private final String instanceId;
    private final Map<String, ConnectionConfig> connections;
    private final ConnectionConfig defaultConnection;
    private final List<String> warnings;

    /**
     * @param origin what problems name as the source of what was set in code
     * @param connections by name, the default one first
     */
    ConfigSnapshot(
            Sources sources,
            String origin,
            Overrides overrides,
            String instanceId,
            Map<String, ConnectionConfig> connections,
            List<String> warnings) {
        this.sources = sources;
        this.origin = origin;
        this.overrides = overrides;
        this.instanceId = instanceId;
        this.connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
        this.defaultConnection = requireNonNull(connections.get(ConnectionConfig.DEFAULT));
        this.warnings = List.copyOf(new LinkedHashSet<>(warnings));
    }

    /**
     * Reads everything once, see {@link ConfigInput}.
     *
     * @param explicit what was set in code
     * @param applicationLoader whose MicroProfile Config is read; without one, system properties and environment are
     * @throws MqConfigException with every problem; nothing was started
     */
    public static ConfigSnapshot read(MqConfig explicit, ClassLoader applicationLoader) {
        return ConfigInput.of(explicit, applicationLoader).read(Overrides.NONE);
    }

    /** Reads everything from given sources. */
    static ConfigSnapshot read(MqConfig explicit, SettingSource config) {
        return ConfigInput.of(explicit, ConfigInput.IN_CODE, () -> config).read(Overrides.NONE);
    }

    /**
     * What the same reading of the sources is with other overrides.
     *
     * @throws MqConfigException with every problem of every connection
     */
    public ConfigSnapshot with(Overrides others) {
        return new SnapshotReader(sources.with(others.source()), origin, others).read(List.of());
    }

    /**
     * The same for a connector that runs: what needs a restart is as it was at its start, and so are connections that have
     * been added or removed.
     */
    public ConfigSnapshot holding(ConfigSnapshot running) {
        var held = new LinkedHashMap<String, ConnectionConfig>();
        running.connections.forEach((name, connection) -> {
            var next = connections.get(name);
            held.put(name, next == null ? connection : next.holding(connection));
        });
        return new ConfigSnapshot(sources, origin, overrides, running.instanceId, held, warnings);
    }

    /** The names of all connections, the default one first; unmodifiable. */
    public Set<String> connections() {
        return connections.keySet();
    }

    /**
     * The configuration of a connection.
     *
     * @param name one of {@link #connections()}; empty is the default one
     * @throws MqConfigException if there is none of that name, naming those there are
     */
    public ConnectionConfig connection(String name) {
        var connection = name.isEmpty() ? defaultConnection : connections.get(name);
        if (connection == null) {
            throw new MqConfigException(List.of("there is no " + unknown(name)));
        }
        return connection;
    }

    /** {@code connection 'x'; did you mean 'y'?; there are …}. */
    String unknown(String name) {
        return "connection '" + name + "'" + Suggestion.of(name, connections()) + "; there are "
                + String.join(", ", connections()) + ", others are configured by mq.connections.\"" + name
                + "\".client.brokers";
    }

    /** What was set while the connector runs. */
    public Overrides overrides() {
        return overrides;
    }

    /** {@link ConnectionConfig#get} of the default connection, for the connector's own keys that of the connector. */
    public <T> T get(ConfigKey<T> key) {
        return defaultConnection.get(key);
    }

    /** {@link ConnectionConfig#value} of the default connection. */
    public ConfigValue value(ConfigKey<?> key) {
        return defaultConnection.value(key);
    }

    /** {@link ConnectionConfig#described} of the default connection. */
    public String described(ConfigKey<?> key) {
        return defaultConnection.described(key);
    }

    /**
     * Every key of the connector and of the default connection with its value and origin, Kafka's own properties that are
     * set, then what of the other connections is different; secrets masked.
     */
    public List<ConfigValue> effective() {
        var effective = new ArrayList<>(defaultConnection.effective());
        for (var connection : connections.values()) {
            if (!connection.isDefault()) {
                effective.addAll(connection.readings().shownUnlike(defaultConnection.readings(), connection.scope()));
            }
        }
        return List.copyOf(effective);
    }

    /** What is not wrong but deserves a line in the log: unknown keys, combinations that cost something. */
    public List<String> warnings() {
        return warnings;
    }

    /** The name of this instance. */
    public String instanceId() {
        return instanceId;
    }

    /** {@link ConnectionConfig#producerProperties} of the default connection. */
    public Map<String, Object> producerProperties() {
        return defaultConnection.producerProperties();
    }

    /** {@link ConnectionConfig#adminProperties} of the default connection. */
    public Map<String, Object> adminProperties() {
        return defaultConnection.adminProperties();
    }

    /** {@link ConnectionConfig#isExplicit} of the default connection. */
    public boolean isExplicit(ConfigKey<?> key) {
        return defaultConnection.isExplicit(key);
    }

    /**
     * What is configured of a listener.
     *
     * @throws MqConfigException with every problem
     */
    public ListenerConfig listener(SubscriptionRequest request) {
        return listener(request, request.applicationConfig());
    }

    /** As {@link #listener(SubscriptionRequest)}, with other answers for the application's own configuration. */
    ListenerConfig listener(SubscriptionRequest request, Function<String, Optional<String>> application) {
        return new ListenerReader(this, request, application).read();
    }

    /** What is wrong with a listener, one sentence each; empty if nothing is. */
    public List<String> problems(SubscriptionRequest request) {
        try {
            listener(request);
            return List.of();
        } catch (MqConfigException e) {
            return e.problems();
        }
    }

    /**
     * What is not wrong with a listener but deserves a line in the log.
     *
     * @throws MqConfigException with every problem
     */
    public List<String> warnings(SubscriptionRequest request) {
        var reader = new ListenerReader(this, request, request.applicationConfig());
        reader.read();
        return reader.warnings();
    }

    /** The key stores of all connections. */
    Set<Path> namedFiles() {
        var files = new LinkedHashSet<Path>();
        for (var connection : connections.values()) {
            for (var key :
                    List.of(SecurityKeys.CLIENT_SSL_TRUSTSTORE_LOCATION, SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION)) {
                var isUsed =
                        connection.get(SecurityKeys.CLIENT_SECURITY_PROTOCOL).isEncrypted();
                if (isUsed && !connection.get(key).isEmpty()) {
                    files.add(Path.of(connection.get(key)));
                }
            }
        }
        return files;
    }

    Sources sources() {
        return sources;
    }

    /** Which keys are set, secrets masked. */
    @Override
    public String toString() {
        return "ConfigSnapshot" + connections.values();
    }
}
