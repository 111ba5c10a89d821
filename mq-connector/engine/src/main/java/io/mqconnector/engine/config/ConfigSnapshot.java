// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;

/**
 * The configuration of a connector as it was read: every value checked, with its origin. Immutable and thread-safe.
 *
 * <p>Settings of single listeners are looked up when the listener is, since only then its name is known; everything else
 * is as it was when the snapshot was read.
 */
public final class ConfigSnapshot {
    private static final String IN_CODE = "MqConfig";

    private final SettingSource explicit;
    private final SettingSource config;
    private final String instanceId;
    private final Values values;
    private final List<RawSetting> raw;
    private final Map<String, Object> producerProperties;
    private final Map<String, Object> adminProperties;
    private final List<String> warnings;

    ConfigSnapshot(
            SettingSource explicit,
            SettingSource config,
            String instanceId,
            Values values,
            List<RawSetting> raw,
            Map<String, Object> producerProperties,
            Map<String, Object> adminProperties,
            List<String> warnings) {
        this.explicit = explicit;
        this.config = config;
        this.instanceId = instanceId;
        this.values = values;
        this.raw = List.copyOf(raw);
        this.producerProperties = Collections.unmodifiableMap(producerProperties);
        this.adminProperties = Collections.unmodifiableMap(adminProperties);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads everything.
     *
     * @param explicit what was set in code
     * @param applicationLoader whose MicroProfile Config is read; without one, system properties and environment are
     * @throws MqConfigException with every problem; nothing was started
     */
    public static ConfigSnapshot read(MqConfig explicit, ClassLoader applicationLoader) {
        return read(explicit, IN_CODE, applicationLoader);
    }

    /**
     * As {@link #read(MqConfig, ClassLoader)}, for settings that were not made in code.
     *
     * @param explicit the strongest layer
     * @param origin what problems and MBeans name as its source
     * @param applicationLoader where MicroProfile Config looks for the application's configuration
     * @throws MqConfigException with every problem; nothing was started
     */
    public static ConfigSnapshot read(MqConfig explicit, String origin, ClassLoader applicationLoader) {
        requireNonNull(explicit, "explicit");
        return read(explicit, origin, configOf(requireNonNull(applicationLoader, "applicationLoader")));
    }

    /** Reads everything from given sources. */
    static ConfigSnapshot read(MqConfig explicit, SettingSource config) {
        return read(explicit, IN_CODE, config);
    }

    private static ConfigSnapshot read(MqConfig explicit, String origin, SettingSource config) {
        return new SnapshotReader(SettingSource.ofMap(explicit.values(), Layer.EXPLICIT, origin), origin, config)
                .read();
    }

    private static SettingSource configOf(ClassLoader loader) {
        try {
            return MicroProfileSource.of(loader);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            // No API, no implementation, or none for this loader: the same keys come from here.
            return SystemSource.ofProcess();
        }
    }

    /**
     * The value of a key. For {@link ConfigKeys#CONSUMER_GROUP_ID} and {@link ConfigKeys#LISTENER_TOPICS} empty text and
     * an empty list if nobody set it.
     */
    public <T> T get(ConfigKey<T> key) {
        return values.get(key);
    }

    /** The value of a key as shown to people, with its origin. */
    public ConfigValue value(ConfigKey<?> key) {
        return values.shown(key);
    }

    /** The setting of a key for a message about it: {@code mq.producer.jta = 'outbox' from MqConfig}. */
    public String described(ConfigKey<?> key) {
        return values.described(key);
    }

    /** Every key with its value and origin, then the raw Kafka properties that are set; secrets masked. */
    public List<ConfigValue> effective() {
        var effective = new ArrayList<ConfigValue>();
        for (var key : ConfigKeys.all()) {
            effective.add(values.shown(key));
        }
        for (var setting : raw) {
            effective.add(setting.shown());
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

    /** Complete for {@code KafkaProducer}, except client id and serializers; unmodifiable, may hold secrets. */
    public Map<String, Object> producerProperties() {
        return producerProperties;
    }

    /** Complete for {@code Admin}, except client id; unmodifiable, may hold secrets. */
    public Map<String, Object> adminProperties() {
        return adminProperties;
    }

    /** Whether somebody set this key, by its own name or by Kafka's. */
    public boolean isExplicit(ConfigKey<?> key) {
        return values.isExplicit(key);
    }

    /**
     * What is configured of a listener.
     *
     * @throws MqConfigException with every problem
     */
    public ListenerConfig listener(SubscriptionRequest request) {
        return new ListenerReader(this, request).read();
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
        var reader = new ListenerReader(this, request);
        reader.read();
        return reader.warnings();
    }

    SettingSource explicitSource() {
        return explicit;
    }

    SettingSource configSource() {
        return config;
    }

    Values values() {
        return values;
    }

    /** Which keys are set: no values of raw Kafka properties, which may be secret. */
    @Override
    public String toString() {
        var set = new ArrayList<String>();
        for (var value : effective()) {
            if (value.layer().isSet()) {
                set.add(value.name() + "=" + value.text());
            }
        }
        return "ConfigSnapshot" + set;
    }
}
