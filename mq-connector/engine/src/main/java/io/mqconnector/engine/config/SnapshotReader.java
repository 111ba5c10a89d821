// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.api.MqConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ConfigSnapshot} once. For one thread. */
final class SnapshotReader {
    private final SettingSource explicit;
    private final String origin;
    private final SettingSource config;
    private final List<SettingSource> sources;
    private final SettingReader reader;
    private final Values values = new Values();
    private final Map<String, RawSetting> raw = new LinkedHashMap<>();
    private final Set<String> badRaw = new LinkedHashSet<>();
    private String instanceId = "";

    SnapshotReader(SettingSource explicit, String origin, SettingSource config) {
        this.origin = origin;
        this.explicit = explicit;
        this.config = config;
        this.sources = List.of(explicit, config);
        this.reader = new SettingReader(new Expressions(this::property));
    }

    private Expressions.Expansion property(String name) {
        if (name.equals(ConfigKeys.INSTANCE_ID.name()) && !instanceId.isEmpty()) {
            return new Expressions.Expansion(new Setting(name, instanceId, Layer.DEFAULT, "instance id", false), true);
        }
        for (var source : sources) {
            var setting = source.find(name);
            if (setting != null) {
                return new Expressions.Expansion(setting, source.isExpanded());
            }
        }
        return Expressions.Expansion.NONE;
    }

    /** Everything, or all problems at once. */
    ConfigSnapshot read() {
        readInstanceId();
        var unknown = new UnknownKeys(config);
        reader.warnings().addAll(unknown.warnings(explicit.names(), origin));
        reader.warnings().addAll(unknown.warnings(config.names(), null));
        readRaw();
        for (var key : ConfigKeys.all()) {
            if (key != ConfigKeys.INSTANCE_ID) {
                readKey(key);
            }
        }
        var rules = new CombinationRules(values, reader.problems(), reader.warnings());
        rules.applyToProducers();
        rules.applyToListeners();
        var settings = List.copyOf(raw.values());
        new SecurityRules(values, kafkaKeys(settings), reader.problems(), reader.warnings()).apply();
        var producer = KafkaProperties.of(KafkaClient.PRODUCER, values, settings, ConfigKeys.all(), reader.problems());
        var admin = KafkaProperties.of(KafkaClient.ADMIN, values, settings, ConfigKeys.all(), new ArrayList<>());
        checkRetries(producer);
        if (!reader.problems().isEmpty()) {
            throw new MqConfigException(List.copyOf(reader.problems()));
        }
        return new ConfigSnapshot(explicit, config, instanceId, values, settings, producer, admin, reader.warnings());
    }

    private static Set<String> kafkaKeys(List<RawSetting> settings) {
        var keys = new TreeSet<String>();
        settings.forEach(setting -> keys.add(setting.kafkaKey()));
        return keys;
    }

    private void readInstanceId() {
        var byDefault = defaultInstanceId();
        reader.putDefault(values, ConfigKeys.INSTANCE_ID, byDefault, byDefault);
        try {
            var setting = reader.findFirst(sources, ConfigKeys.INSTANCE_ID.name());
            if (setting != null) {
                reader.put(values, ConfigKeys.INSTANCE_ID, setting);
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
        }
        instanceId = values.get(ConfigKeys.INSTANCE_ID);
    }

    private static String defaultInstanceId() {
        var host = System.getenv("HOSTNAME");
        if (host == null || host.isBlank()) {
            host = System.getenv("COMPUTERNAME");
        }
        if (host == null || host.isBlank()) {
            try {
                host = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                // A machine that does not know its own name still has one instance.
                host = "localhost";
            }
        }
        var legal = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return (legal.length() > 98 ? legal.substring(0, 98) : legal) + "-1";
    }

    /** Raw properties, weak ones first. */
    private void readRaw() {
        readRawOf(null);
        for (var client : KafkaClient.values()) {
            readRawOf(client);
        }
    }

    private void readRawOf(@Nullable KafkaClient client) {
        var prefix = RawSetting.prefix(client);
        for (var name : rawNames(prefix, client)) {
            try {
                var setting = reader.findFirst(sources, name);
                if (setting != null) {
                    readRaw(new RawSetting(setting, client, name.substring(prefix.length())));
                }
            } catch (BadSettingException e) {
                reader.problems().add(e.problem());
                badRaw.add(name);
            }
        }
    }

    private void readRaw(RawSetting setting) {
        var problem = setting.problem();
        if (problem != null) {
            reader.problems().add(problem);
            badRaw.add(setting.setting().key());
            return;
        }
        var warning = setting.warning();
        if (warning != null) {
            reader.warnings().add(warning);
        }
        raw.put(setting.setting().key(), setting);
    }

    /** The names under a prefix that are set somewhere; those of the environment by their Kafka names. */
    private Set<String> rawNames(String prefix, @Nullable KafkaClient client) {
        var names = new TreeSet<String>();
        for (var source : sources) {
            for (var name : source.names()) {
                if (name.startsWith(prefix) && name.length() > prefix.length()) {
                    names.add(name);
                }
            }
        }
        var byEnvironment = new HashMap<String, String>();
        for (var kafkaKey : RawKafka.names(client)) {
            byEnvironment.put(SettingSource.environmentName(prefix + kafkaKey), prefix + kafkaKey);
        }
        for (var name : config.names()) {
            var known = byEnvironment.get(name);
            if (known != null) {
                names.add(known);
            }
        }
        return names;
    }

    private <T> void readKey(ConfigKey<T> key) {
        putDefault(key);
        try {
            var first = reader.findFirst(sources, key.name());
            @Nullable RawSetting alias = null;
            for (var name : key.rawNames()) {
                if (badRaw.contains(name)) {
                    values.spoil(key);
                }
                if (alias == null) {
                    alias = raw.get(name);
                }
            }
            if (first != null) {
                reportTwins(key, first);
                reader.put(values, key, first);
            } else if (alias != null) {
                reader.putRaw(values, key, alias.setting());
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    /** A key of ours and Kafka's own for the same thing must not both be set. */
    private void reportTwins(ConfigKey<?> key, Setting first) {
        for (var setting : raw.values()) {
            if (setting.kafkaKey().equals(key.kafkaKey())
                    && (setting.client() == null || key.clients().contains(setting.client()))) {
                reader.problems().add(twins(first, setting.setting()));
            }
        }
    }

    static String twins(Setting first, Setting second) {
        return first.described() + " and " + second.described() + " set the same thing: remove one of the two";
    }

    private <T> void putDefault(ConfigKey<T> key) {
        if (key.defaultText() != null) {
            reader.putDefault(values, key);
        } else if (key == ConfigKeys.CLIENT_CLIENT_ID) {
            var id = "mq-" + instanceId;
            reader.putDefault(values, ConfigKeys.CLIENT_CLIENT_ID, id, id);
        } else if (key == ConfigKeys.CONSUMER_GROUP_ID) {
            reader.putDefault(values, ConfigKeys.CONSUMER_GROUP_ID, "", "");
        } else if (key == ConfigKeys.OUTBOX_DATA_SOURCE) {
            reader.putDefault(values, ConfigKeys.OUTBOX_DATA_SOURCE, "", "");
        } else if (key == ConfigKeys.LISTENER_TOPICS) {
            reader.putDefault(values, ConfigKeys.LISTENER_TOPICS, List.of(), "");
        } else {
            throw new IllegalStateException(key.name() + " has no default");
        }
    }

    /** Kafka refuses idempotence without retries. */
    private void checkRetries(Map<String, Object> producer) {
        if (!Integer.valueOf(0).equals(producer.get("retries"))
                || !values.areSound(ConfigKeys.PRODUCER_IDEMPOTENCE)
                || !values.get(ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            return;
        }
        for (var setting : raw.values()) {
            if (setting.kafkaKey().equals("retries")) {
                reader.problems()
                        .add(setting.setting().described() + " contradicts "
                                + values.described(ConfigKeys.PRODUCER_IDEMPOTENCE)
                                + ": idempotence needs retries; remove it or set mq.producer.idempotence=false");
            }
        }
    }
}
