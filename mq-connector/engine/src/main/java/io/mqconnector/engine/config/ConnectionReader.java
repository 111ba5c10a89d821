// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of one connection, once. For one thread. */
final class ConnectionReader {
    private final String name;
    private final Sources sources;
    private final Values connector;
    private final SettingReader reader;
    private final Ladder ladder;
    private final Values values = new Values();
    /** By plain name, {@code mq.kafka.producer.linger.ms}; weak ones first. */
    private final Map<String, Ladder.Found> raw = new LinkedHashMap<>();

    private final Set<String> badRaw = new LinkedHashSet<>();
    private Profile profile = Profile.NONE;

    /**
     * @param name the connection's
     * @param connector the values of connector-wide keys, read already
     */
    ConnectionReader(String name, Sources sources, Values connector, Expressions expressions) {
        this.name = name;
        this.sources = sources;
        this.connector = connector;
        this.reader = new SettingReader(expressions);
        this.ladder = new Ladder(rungs(), reader);
    }

    /** The ladder: layer by layer, what is said of this connection before what is said of all. */
    private List<Rung> rungs() {
        var rungs = new ArrayList<Rung>();
        for (var layer : List.of(List.of(sources.overrides()), List.of(sources.explicit()), sources.config())) {
            if (!name.equals(ConnectionConfig.DEFAULT)) {
                layer.forEach(source -> rungs.add(new Rung(Rung.Place.CONNECTION, source, name)));
            }
            layer.forEach(source -> rungs.add(new Rung(Rung.Place.PLAIN, source, "")));
        }
        return rungs;
    }

    /** Known after {@link #read()}. */
    List<String> problems() {
        return List.copyOf(new LinkedHashSet<>(reader.problems()));
    }

    /** Known after {@link #read()}. */
    List<String> warnings() {
        return List.copyOf(new LinkedHashSet<>(reader.warnings()));
    }

    /** Everything; only of use if there are no {@link #problems()}. */
    ConnectionConfig read() {
        readRaw();
        readKey(ConfigKeys.PROFILE);
        profile = values.get(ConfigKeys.PROFILE);
        for (var key : ConfigKeys.all()) {
            if (key.isConnectorWide()) {
                values.takeOver(key, connector);
            } else if (key != ConfigKeys.PROFILE) {
                readKey(key);
            }
        }
        dropJaasOfOthers();
        var settings = settings();
        var rules = new CombinationRules(values, reader.problems(), reader.warnings());
        rules.applyToRequests(settings);
        rules.applyToProducers();
        rules.applyToListeners();
        new SecurityRules(values, byKafkaKey(settings), reader.problems(), reader.warnings()).apply();
        var producer = KafkaProperties.of(KafkaClient.PRODUCER, values, settings, ConfigKeys.all(), reader.problems());
        var admin = KafkaProperties.of(KafkaClient.ADMIN, values, settings, ConfigKeys.all(), new ArrayList<>());
        warnOfSharedBrokers();
        return new ConnectionConfig(name, new Readings(ConfigKeys.all(), values, settings), producer, admin);
    }

    /** A name that is spelt wrong would else be a connection to the default brokers that nobody notices. */
    private void warnOfSharedBrokers() {
        if (!name.equals(ConnectionConfig.DEFAULT)
                && !KeyName.parse(values.setting(ConfigKeys.CLIENT_BROKERS).key())
                        .scope()
                        .equals(ConfigScope.connection(name))) {
            reader.warnings()
                    .add("connection '" + name + "' has no brokers of its own and uses "
                            + values.described(ConfigKeys.CLIENT_BROKERS) + "; set "
                            + ConfigScope.connection(name).keyName(ConfigKeys.CLIENT_BROKERS)
                            + " if that is not meant");
        }
    }

    private static Map<String, Setting> byKafkaKey(List<RawSetting> settings) {
        var byKey = new LinkedHashMap<String, Setting>();
        settings.forEach(setting -> byKey.put(setting.kafkaKey(), setting.setting()));
        return byKey;
    }

    /** Who this connection alone is, by our keys, beats Kafka's line that is for all. */
    private void dropJaasOfOthers() {
        boolean isOwn =
                SecurityRules.PASSWORD_KEYS.stream().anyMatch(key -> SecurityRules.isOfOne(values.setting(key)));
        if (isOwn) {
            raw.entrySet()
                    .removeIf(entry -> entry.getKey().endsWith("." + SecurityRules.JAAS)
                            && entry.getValue().place() == Rung.Place.PLAIN);
        }
    }

    private void readRaw() {
        readRawOf(null);
        for (var client : KafkaClient.values()) {
            readRawOf(client);
        }
    }

    private void readRawOf(@Nullable KafkaClient client) {
        for (var kafkaKey : rawNames(client)) {
            var plain = RawSetting.prefix(client) + kafkaKey;
            try {
                var found = ladder.find(rung -> rung.names(RawSetting.word(client) + kafkaKey));
                if (found != null) {
                    readRaw(plain, new RawSetting(found.setting(), client, kafkaKey), found);
                }
            } catch (BadSettingException e) {
                reader.problems().add(e.problem());
                badRaw.add(plain);
            }
        }
    }

    private void readRaw(String plain, RawSetting setting, Ladder.Found found) {
        var problem = setting.problem();
        if (problem != null) {
            reader.problems().add(problem);
            badRaw.add(plain);
            return;
        }
        var warning = setting.warning();
        if (warning != null) {
            reader.warnings().add(warning);
        }
        raw.put(plain, found);
    }

    /** The Kafka properties that are set somewhere; those of the environment by their Kafka names. */
    private Set<String> rawNames(@Nullable KafkaClient client) {
        var names = new TreeSet<String>();
        for (var rung : ladder.rungs()) {
            for (var prefix : rung.names(RawSetting.word(client))) {
                var inEnvironment = SettingSource.environmentName(prefix);
                for (var set : rung.source().names()) {
                    if (set.startsWith(prefix) && set.length() > prefix.length()) {
                        names.add(set.substring(prefix.length()));
                    } else if (set.startsWith(inEnvironment)) {
                        var known = RawKafka.ofEnvironment(client, set.substring(inEnvironment.length()));
                        if (known != null) {
                            names.add(known);
                        }
                    }
                }
            }
        }
        return names;
    }

    /** Kafka's own properties, weak ones first: what is for all connections, then what is for this one alone. */
    private List<RawSetting> settings() {
        var settings = new ArrayList<RawSetting>();
        for (var place : List.of(Rung.Place.PLAIN, Rung.Place.CONNECTION)) {
            addSettings(settings, null, place);
            for (var client : KafkaClient.values()) {
                addSettings(settings, client, place);
            }
        }
        return settings;
    }

    private void addSettings(Collection<RawSetting> to, @Nullable KafkaClient client, Rung.Place place) {
        var prefix = RawSetting.prefix(client);
        raw.forEach((plain, found) -> {
            if (found.place() == place && plain.startsWith(prefix)) {
                to.add(new RawSetting(found.setting(), client, plain.substring(prefix.length())));
            }
        });
    }

    private <T> void readKey(ConfigKey<T> key) {
        putDefault(key);
        reader.putProfile(values, key, profile);
        try {
            var ours = ladder.find(rung -> rung.names(key));
            ladder.put(values, key, ours, alias(key));
            if (ours != null) {
                settleWithRaw(key, ours);
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    /** What Kafka's own property says for all clients of a key: what is said of this connection alone before the rest. */
    private Ladder.@Nullable Found alias(ConfigKey<?> key) {
        Ladder.Found strongest = null;
        for (var rawName : key.rawNames()) {
            if (badRaw.contains(rawName)) {
                values.spoil(key);
            }
            var found = raw.get(rawName);
            if (found != null
                    && (strongest == null
                            || (found.place() == Rung.Place.CONNECTION && strongest.place() == Rung.Place.PLAIN))) {
                strongest = found;
            }
        }
        return strongest;
    }

    /** A key of ours and Kafka's own for the same thing must not both be set; the one that the ladder puts below goes. */
    private void settleWithRaw(ConfigKey<?> key, Ladder.Found ours) {
        var kafkaKey = key.kafkaKey();
        if (kafkaKey == null) {
            return;
        }
        var names = new ArrayList<String>();
        names.add(RawSetting.prefix(null) + kafkaKey);
        key.clients().forEach(client -> names.add(RawSetting.prefix(client) + kafkaKey));
        for (var rawName : names) {
            var found = raw.get(rawName);
            if (found == null) {
                continue;
            }
            if (Ladder.isTwin(ours, found)) {
                reader.problems().add(Ladder.twins(ours.setting(), found.setting()));
                values.spoil(key);
            } else if (!Ladder.isBelow(ours, found)) {
                raw.remove(rawName);
            }
        }
    }

    private <T> void putDefault(ConfigKey<T> key) {
        if (key.defaultText() != null) {
            reader.putDefault(values, key);
        } else if (key == ConfigKeys.CLIENT_CLIENT_ID) {
            var id = "mq-" + connector.get(ConfigKeys.INSTANCE_ID);
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
}
