// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The configuration of one connection: one cluster with its brokers, security and producers. Immutable and thread-safe.
 */
public final class ConnectionConfig {
    /** The name of the connection whose keys stand without {@code connections."<name>"}. */
    public static final String DEFAULT = "default";

    /**
     * Among the properties of a client that goes by key stores in files: tells their contents from others, since the names of
     * the files stay the same when certificates are renewed. None of Kafka's, to be taken out before a client is built.
     */
    public static final String STORE_CONTENTS = "mq.store-contents";

    private final ConfigScope scope;
    private final Readings readings;
    private final Map<String, Object> producerProperties;
    private final Map<String, Object> adminProperties;

    /**
     * @param readings a sound value for each key
     * @param producerProperties complete for {@code KafkaProducer}, except client id and serializers
     * @param adminProperties complete for {@code Admin}, except client id
     */
    ConnectionConfig(
            String name,
            Readings readings,
            Map<String, Object> producerProperties,
            Map<String, Object> adminProperties) {
        this.scope = ConfigScope.connection(name);
        this.readings = readings;
        this.producerProperties = Collections.unmodifiableMap(producerProperties);
        this.adminProperties = Collections.unmodifiableMap(adminProperties);
    }

    /** Its name; {@link #DEFAULT} for the default one. */
    public String name() {
        return scope.name();
    }

    /** Whether it is the default one. */
    public boolean isDefault() {
        return scope.equals(ConfigScope.DEFAULT_CONNECTION);
    }

    /** What its settings are for. */
    public ConfigScope scope() {
        return scope;
    }

    /**
     * The value of a key, for the connector's own keys that of the connector. For {@link ConfigKeys#CONSUMER_GROUP_ID} and
     * {@link ConfigKeys#LISTENER_TOPICS} empty text and an empty list if nobody set it.
     */
    public <T> T get(ConfigKey<T> key) {
        return readings.values().get(key);
    }

    /** The value of a key as shown to people, with its origin. */
    public ConfigValue value(ConfigKey<?> key) {
        return readings.values().shown(key, key.isConnectorWide() ? ConfigScope.CONNECTOR : scope);
    }

    /** The setting of a key for a message about it: {@code mq.producer.jta = 'outbox' from MqConfig}. */
    public String described(ConfigKey<?> key) {
        return readings.values().described(key);
    }

    /** Whether somebody set this key, by its own name or by Kafka's; a profile does not count. */
    public boolean isExplicit(ConfigKey<?> key) {
        return readings.values().isExplicit(key);
    }

    /** Every key with its value and origin, then the raw Kafka properties that are set; secrets masked. */
    public List<ConfigValue> effective() {
        return readings.shown(scope);
    }

    /**
     * Complete for {@code KafkaProducer}, except client id and serializers, and {@link #STORE_CONTENTS}; unmodifiable, may hold
     * secrets.
     */
    public Map<String, Object> producerProperties() {
        return producerProperties;
    }

    /** Complete for {@code Admin}, except client id, and {@link #STORE_CONTENTS}; unmodifiable, may hold secrets. */
    public Map<String, Object> adminProperties() {
        return adminProperties;
    }

    /**
     * What the client ids of this connection begin with: {@code mq.client.client-id}, for a named connection that has none
     * of its own followed by its name.
     */
    public String clientIdPrefix() {
        var own = scope.prefix() + "client.client-id";
        var set = readings.values().setting(ConfigKeys.CLIENT_CLIENT_ID).key();
        var id = get(ConfigKeys.CLIENT_CLIENT_ID);
        return isDefault() || KeyName.parse(set).normal().equals(own) ? id : id + "-" + name();
    }

    /** The same for a connection that runs: what needs a restart is as it was at its start. */
    ConnectionConfig holding(ConnectionConfig running) {
        return new ConnectionConfig(
                name(),
                readings.holding(
                        running.readings, key -> key.effect() == Effect.RESTART && !ConfigKeys.isOfListener(key)),
                producerProperties,
                adminProperties);
    }

    Readings readings() {
        return readings;
    }

    /** Which keys are set, secrets masked. */
    @Override
    public String toString() {
        return scope + " "
                + effective().stream()
                        .filter(value -> value.layer().isSet())
                        .map(value -> value.name() + "=" + value.text())
                        .toList();
    }
}
