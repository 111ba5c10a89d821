// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of one listener, once. For one thread. */
final class ListenerReader {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private static final List<ConfigKey<?>> KEYS =
            ConfigKeys.all().stream().filter(ConfigKeys::isOfListener).toList();

    static final String TOPIC_WORDS = "letters, digits, dot, underscore, minus, at most 249, not . or ..";

    private final ConfigSnapshot snapshot;
    private final SubscriptionRequest request;
    private final SettingSource application;
    private final SettingReader reader;
    private final Values values = new Values();
    private final Map<String, Ladder.Found> raw = new LinkedHashMap<>();
    private final Set<String> badRaw = new LinkedHashSet<>();
    private final String name;
    private final ConnectionConfig connection;
    private final Ladder ladder;
    private String topicPattern = "";

    /** @param application answers for the application's own configuration */
    ListenerReader(
            ConfigSnapshot snapshot, SubscriptionRequest request, Function<String, Optional<String>> application) {
        this.snapshot = snapshot;
        this.request = request;
        this.application = SettingSource.ofFunction(application, "the application's configuration");
        this.reader = new SettingReader(new Expressions(this::property));
        this.name = readName();
        this.connection = readConnection();
        this.ladder = new Ladder(rungs(connection.name()), reader);
    }

    private Expressions.Expansion property(String property) {
        if (property.equals(ConfigKeys.INSTANCE_ID.name())) {
            return Sources.instanceId(snapshot.instanceId());
        }
        var sources = new ArrayList<SettingSource>();
        sources.add(application);
        sources.addAll(snapshot.sources().all());
        return Sources.property(sources, property);
    }

    private String readName() {
        var resolved = resolve("name", request.name());
        if (resolved == null) {
            return request.name();
        }
        if (resolved.isBlank()) {
            reader.problems()
                    .add("name = '" + request.name() + "' from the declaration of a listener: blank; a listener"
                            + " needs a name");
        }
        return resolved.strip();
    }

    /** Which connection it is of: what says so cannot be a key of that connection. */
    private ConnectionConfig readConnection() {
        var key = ConfigKeys.LISTENER_CONNECTION;
        var known = snapshot.connection(ConnectionConfig.DEFAULT);
        try {
            var found = new Ladder(rungs(ConnectionConfig.DEFAULT), reader).find(rung -> rung.names(key));
            if (found == null || found.setting().text().isBlank()) {
                return known;
            }
            var other = found.setting().text().strip();
            if (snapshot.connections().contains(other)) {
                return snapshot.connection(other);
            }
            reader.problems().add(found.setting().problem("there is no " + snapshot.unknown(other)));
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
        }
        return known;
    }

    /** The ladder, highest rung first. */
    private List<Rung> rungs(String of) {
        var code = SettingSource.ofMap(request.explicit(), Layer.EXPLICIT, "the code of listener '" + name + "'");
        var declaration =
                SettingSource.ofMap(request.declared(), Layer.DECLARED, "the declaration of listener '" + name + "'");
        var sources = snapshot.sources();
        var config = new ArrayList<SettingSource>();
        config.add(application);
        config.addAll(sources.config());
        var rungs = new ArrayList<Rung>();
        addRungs(rungs, List.of(sources.overrides()), of);
        rungs.add(new Rung(Rung.Place.REQUEST, code, name));
        addRungs(rungs, List.of(sources.explicit()), of);
        addRungs(rungs, config, of);
        rungs.add(new Rung(Rung.Place.REQUEST, declaration, name));
        return rungs;
    }

    /** Those of one layer: the listener's own, then those of its connection, then those of all. */
    private void addRungs(List<Rung> rungs, List<SettingSource> layer, String of) {
        layer.forEach(source -> rungs.add(new Rung(Rung.Place.LISTENER, source, name)));
        if (!of.equals(ConnectionConfig.DEFAULT)) {
            layer.forEach(source -> rungs.add(new Rung(Rung.Place.CONNECTION, source, of)));
        }
        layer.forEach(source -> rungs.add(new Rung(Rung.Place.PLAIN, source, "")));
    }

    /** Everything, or all problems at once. */
    ListenerConfig read() {
        checkNames(request.explicit().keySet(), "the code of listener '" + name + "'");
        checkNames(request.declared().keySet(), "the declaration of listener '" + name + "'");
        readRaw();
        ConfigKeys.ofEveryClient()
                .forEach(key -> values.takeOver(key, connection.readings().values()));
        for (var key : KEYS) {
            if (key != ConfigKeys.CONSUMER_GROUP_ID && key != ConfigKeys.LISTENER_TOPICS) {
                readKey(key);
            }
        }
        readGroup();
        readTopics();
        new CombinationRules(values, reader.problems(), reader.warnings()).applyToListeners();
        var properties = properties();
        if (!reader.problems().isEmpty()) {
            throw new MqConfigException(List.copyOf(new LinkedHashSet<>(reader.problems())));
        }
        return config(properties);
    }

    /** Known after {@link #read()}. */
    List<String> warnings() {
        return List.copyOf(new LinkedHashSet<>(reader.warnings()));
    }

    private void checkNames(Set<String> names, String source) {
        var known = new ArrayList<String>();
        for (var key : KEYS) {
            known.add(key.shortName());
        }
        for (var setting : new TreeSet<>(names)) {
            if (!known.contains(setting) && !(setting.startsWith("kafka.") && setting.length() > "kafka.".length())) {
                reader.problems()
                        .add(setting + " from " + source + ": listeners have no such key"
                                + Suggestion.of(setting, known) + "; allowed are " + String.join(", ", known)
                                + " and kafka.<Kafka's own key>");
            }
        }
    }

    private <T> void readKey(ConfigKey<T> key) {
        reader.putDefault(values, key);
        reader.putProfile(values, key, connection.get(ConfigKeys.PROFILE));
        try {
            var ours = ladder.find(rung -> rung.names(key));
            var kafkaKey = key.kafkaKey();
            var alias = kafkaKey == null ? null : raw.get(kafkaKey);
            if (kafkaKey != null && badRaw.contains(kafkaKey)) {
                values.spoil(key);
            }
            ladder.put(values, key, ours, alias);
            if (ours != null && alias != null && Ladder.isTwin(ours, alias)) {
                reader.problems().add(Ladder.twins(ours.setting(), alias.setting()));
                values.spoil(key);
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    private void readRaw() {
        for (var kafkaKey : rawNames()) {
            try {
                var found = ladder.find(rung -> rung.consumerNames(kafkaKey));
                if (found != null) {
                    readRaw(kafkaKey, found);
                }
            } catch (BadSettingException e) {
                reader.problems().add(e.problem());
                badRaw.add(kafkaKey);
            }
        }
    }

    private void readRaw(String kafkaKey, Ladder.Found found) {
        var first = found.setting();
        if (!found.place().isOfListener()
                && KeyName.parse(first.key()).rest().startsWith(RawSetting.word(null))
                && !RawKafka.knows(KafkaClient.CONSUMER, kafkaKey)
                && RawKafka.names(null).contains(kafkaKey)) {
            return; // for producers or admin clients only
        }
        if (isDroppedByConnection(found)) {
            return;
        }
        var setting = new RawSetting(first, KafkaClient.CONSUMER, kafkaKey);
        var problem = setting.problem();
        if (problem != null) {
            reader.problems().add(problem);
            badRaw.add(kafkaKey);
            return;
        }
        var warning = setting.warning();
        if (warning != null && found.place().isOfListener()) {
            reader.warnings().add(warning);
        }
        raw.put(kafkaKey, found);
    }

    /** Whether the listener's connection leaves out what is said of all connections, since it says something else. */
    private boolean isDroppedByConnection(Ladder.Found found) {
        if (found.place().isOfListener() || ladder.rungs().get(found.rung()).source() == application) {
            return false;
        }
        return connection.readings().raw().stream()
                .noneMatch(kept -> kept.setting().key().equals(found.setting().key()));
    }

    /** All that Kafka knows, those we refuse, and what stands somewhere without Kafka knowing it. */
    private Set<String> rawNames() {
        var names = new TreeSet<>(KafkaClient.CONSUMER.definition().names());
        for (var rung : ladder.rungs()) {
            for (var prefix : rung.consumerNames("")) {
                for (var set : rung.source().names()) {
                    if (set.startsWith(prefix) && set.length() > prefix.length()) {
                        names.add(set.substring(prefix.length()));
                    }
                }
            }
        }
        return names;
    }

    private @Nullable String resolve(String what, String text) {
        try {
            return reader.resolve(new Setting(
                            what, text, Layer.DECLARED, "the declaration of listener '" + request.name() + "'", false))
                    .text();
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            return null;
        }
    }

    /** The strongest setting of this listener alone, or of what is said of others too. */
    private @Nullable Setting strongest(ConfigKey<?> key, boolean ofListener) {
        var found = ladder.find(rung -> rung.place().isOfListener() == ofListener ? rung.names(key) : List.of());
        return found == null ? null : found.setting();
    }

    private void readGroup() {
        var key = ConfigKeys.CONSUMER_GROUP_ID;
        reader.putDefault(values, key, "", "");
        try {
            var setting = strongest(key, true);
            if (setting == null && !request.group().isBlank()) {
                setting = reader.resolve(declared("group", request.group()));
            }
            if (setting == null) {
                setting = strongest(key, false);
            }
            if (setting == null) {
                reader.problems()
                        .add("listener '" + name + "' has no consumer group; set the group where it is declared,"
                                + " mq.listeners.\"" + name + "\".group-id or mq.consumer.group-id");
            } else {
                reader.put(values, key, setting);
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    private Setting declared(String what, String text) {
        return new Setting(what, text, Layer.DECLARED, "the declaration of listener '" + name + "'", false);
    }

    private void readTopics() {
        var key = ConfigKeys.LISTENER_TOPICS;
        reader.putDefault(values, key, List.of(), "");
        if (!request.topicPattern().isEmpty()) {
            readPattern();
            return;
        }
        try {
            var setting = strongest(key, true);
            if (setting == null && !request.topics().isEmpty()) {
                readDeclaredTopics();
                return;
            }
            if (setting == null) {
                setting = strongest(key, false);
            }
            if (setting == null) {
                reader.problems()
                        .add("listener '" + name + "' has no topics; set topics where it is declared,"
                                + " mq.listeners.\"" + name + "\".topics or mq.listener.topics");
            } else {
                reader.put(values, key, setting);
                for (var topic : values.get(key)) {
                    checkTopic(topic, setting);
                }
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    private void readDeclaredTopics() {
        var topics = new LinkedHashSet<String>();
        for (var text : request.topics()) {
            var setting = declared("topics", text);
            var topic = resolve("topics", text);
            if (topic != null) {
                checkTopic(topic.strip(), setting.withText(topic, false));
                topics.add(topic.strip());
            }
        }
        values.put(ConfigKeys.LISTENER_TOPICS, List.copyOf(topics), declared("topics", String.join(",", topics)));
    }

    private void readPattern() {
        var pattern = resolve("topicPattern", request.topicPattern());
        if (pattern == null) {
            return;
        }
        var setting = declared("topicPattern", pattern);
        if (!request.topics().isEmpty()) {
            reader.problems().add(setting.problem("topics are named as well; keep one of the two"));
        }
        try {
            Pattern.compile(pattern);
            topicPattern = pattern;
        } catch (PatternSyntaxException e) {
            reader.problems().add(setting.problem("not a regular expression: " + e.getDescription()));
        }
    }

    private void checkTopic(String topic, Setting setting) {
        if (topic.isEmpty()) {
            reader.problems().add(setting.problem("blank topic; allowed are letters, digits, dot, underscore, minus"));
        } else if (!isTopic(topic)) {
            reader.problems()
                    .add(setting.problem("'" + (setting.secret() ? Setting.MASK : topic) + "' is not a legal topic;"
                            + " allowed are " + TOPIC_WORDS));
        }
    }

    static boolean isTopic(String topic) {
        return TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    }

    private Map<String, Object> properties() {
        var ours = new ArrayList<ConfigKey<?>>(KEYS);
        ours.addAll(ConfigKeys.ofEveryClient());
        var properties = KafkaProperties.of(KafkaClient.CONSUMER, values, settings(), ours, reader.problems());
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        // The engine commits the resolved start itself; a lost position must never skip records.
        properties.put("auto.offset.reset", "earliest");
        if (values.get(ConfigKeys.CONSUMER_PROTOCOL) == GroupProtocol.CONSUMER) {
            dropForConsumerProtocol(properties, ConfigKeys.CONSUMER_SESSION_TIMEOUT);
            dropForConsumerProtocol(properties, ConfigKeys.CONSUMER_HEARTBEAT_INTERVAL);
        }
        return properties;
    }

    /** The consumer protocol (KIP-848) leaves these to the broker, and Kafka refuses them. */
    private void dropForConsumerProtocol(Map<String, Object> properties, ConfigKey<?> key) {
        var kafkaKey = key.kafkaKey();
        if (kafkaKey != null) {
            properties.remove(kafkaKey);
        }
        if (values.isExplicit(key)) {
            reader.problems()
                    .add(values.described(key) + " contradicts " + values.described(ConfigKeys.CONSUMER_PROTOCOL)
                            + ": with it the broker decides; remove one of the two");
        }
    }

    private List<RawSetting> settings() {
        var settings = new ArrayList<RawSetting>();
        raw.forEach((kafkaKey, found) -> settings.add(new RawSetting(found.setting(), KafkaClient.CONSUMER, kafkaKey)));
        return settings;
    }

    private ListenerConfig config(Map<String, Object> properties) {
        return new ListenerConfig(
                name,
                snapshot.instanceId(),
                connection.name(),
                topicPattern,
                new Readings(KEYS, values, settings()),
                properties);
    }
}
