// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of one listener, once. For one thread. */
final class ListenerReader {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    static final String TOPIC_WORDS = "letters, digits, dot, underscore, minus, at most 249, not . or ..";

    private final ConfigSnapshot snapshot;
    private final SubscriptionRequest request;
    private final SettingSource application;
    private final SettingReader reader;
    private final Values values = new Values();
    private final Map<String, RawSetting> raw = new LinkedHashMap<>();
    private final Set<String> badRaw = new LinkedHashSet<>();
    private final String name;
    private final List<Rung> rungs;
    private String topicPattern = "";

    ListenerReader(ConfigSnapshot snapshot, SubscriptionRequest request) {
        this.snapshot = snapshot;
        this.request = request;
        this.application = SettingSource.ofFunction(request.applicationConfig(), "the application's configuration");
        this.reader = new SettingReader(new Expressions(this::property));
        this.name = readName();
        this.rungs = rungs();
    }

    private Expressions.Expansion property(String property) {
        if (property.equals(ConfigKeys.INSTANCE_ID.name())) {
            return new Expressions.Expansion(
                    new Setting(property, snapshot.instanceId(), Layer.DEFAULT, "instance id", false), true);
        }
        for (var source : List.of(application, snapshot.explicitSource(), snapshot.configSource())) {
            var setting = source.find(property);
            if (setting != null) {
                return new Expressions.Expansion(setting, source.isExpanded());
            }
        }
        return Expressions.Expansion.NONE;
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

    /** The ladder, highest rung first. */
    private List<Rung> rungs() {
        var code = SettingSource.ofMap(request.explicit(), Layer.EXPLICIT, "the code of listener '" + name + "'");
        var declaration =
                SettingSource.ofMap(request.declared(), Layer.DECLARED, "the declaration of listener '" + name + "'");
        var explicit = snapshot.explicitSource();
        var config = snapshot.configSource();
        return List.of(
                new Rung(Rung.Place.REQUEST, code, name),
                new Rung(Rung.Place.LISTENER, explicit, name),
                new Rung(Rung.Place.PLAIN, explicit, name),
                new Rung(Rung.Place.LISTENER, application, name),
                new Rung(Rung.Place.LISTENER, config, name),
                new Rung(Rung.Place.PLAIN, application, name),
                new Rung(Rung.Place.PLAIN, config, name),
                new Rung(Rung.Place.REQUEST, declaration, name));
    }

    /** Everything, or all problems at once. */
    ListenerConfig read() {
        checkNames(request.explicit().keySet(), "the code of listener '" + name + "'");
        checkNames(request.declared().keySet(), "the declaration of listener '" + name + "'");
        readRaw();
        ConfigKeys.ofEveryClient().forEach(this::takeOver);
        for (var key : keys()) {
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

    private <T> void takeOver(ConfigKey<T> key) {
        values.put(key, snapshot.get(key), snapshot.values().setting(key));
    }

    /** Known after {@link #read()}. */
    List<String> warnings() {
        return List.copyOf(new LinkedHashSet<>(reader.warnings()));
    }

    private static List<ConfigKey<?>> keys() {
        var keys = new ArrayList<ConfigKey<?>>();
        for (var key : ConfigKeys.all()) {
            if (ConfigKeys.isOfListener(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void checkNames(Set<String> names, String source) {
        var known = new ArrayList<String>();
        for (var key : keys()) {
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

    private @Nullable Setting find(Rung rung, List<String> names) {
        for (var candidate : names) {
            var setting = reader.find(rung.source(), candidate);
            if (setting != null) {
                return setting;
            }
        }
        return null;
    }

    private <T> void readKey(ConfigKey<T> key) {
        reader.putDefault(values, key);
        try {
            Setting first = null;
            for (var rung : rungs) {
                if (first == null) {
                    first = find(rung, rung.names(key));
                }
            }
            var kafkaKey = key.kafkaKey();
            var alias = kafkaKey == null ? null : raw.get(kafkaKey);
            if (kafkaKey != null && badRaw.contains(kafkaKey)) {
                values.spoil(key);
            }
            if (first == null) {
                if (alias != null) {
                    reader.putRaw(values, key, alias.setting());
                }
            } else if (alias == null) {
                reader.put(values, key, first);
            } else if (isPlain(first) == isPlain(alias.setting())) {
                reader.problems().add(SnapshotReader.twins(first, alias.setting()));
                values.spoil(key);
            } else if (isPlain(first)) {
                // What is said of this listener alone is stronger, whichever way it is spelt.
                reader.putRaw(values, key, alias.setting());
            } else {
                reader.put(values, key, first);
            }
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            values.spoil(key);
        }
    }

    /** Whether a setting is for all listeners. */
    private static boolean isPlain(Setting setting) {
        return setting.key().startsWith("mq.") && !setting.key().startsWith("mq.listeners.");
    }

    private void readRaw() {
        for (var kafkaKey : rawNames()) {
            try {
                Setting first = null;
                for (var rung : rungs) {
                    if (first == null) {
                        first = find(rung, rung.rawNames(kafkaKey));
                    }
                }
                if (first != null) {
                    readRaw(kafkaKey, first);
                }
            } catch (BadSettingException e) {
                reader.problems().add(e.problem());
                badRaw.add(kafkaKey);
            }
        }
    }

    private void readRaw(String kafkaKey, Setting first) {
        var common = first.key().startsWith(RawSetting.prefix(null));
        if (common
                && !RawKafka.knows(KafkaClient.CONSUMER, kafkaKey)
                && RawKafka.names(null).contains(kafkaKey)) {
            return; // for producers or admin clients only
        }
        var setting = new RawSetting(first, KafkaClient.CONSUMER, kafkaKey);
        var problem = setting.problem();
        if (problem != null) {
            reader.problems().add(problem);
            badRaw.add(kafkaKey);
            return;
        }
        var warning = setting.warning();
        if (warning != null && !isPlain(first)) {
            reader.warnings().add(warning);
        }
        raw.put(kafkaKey, setting);
    }

    /** All that Kafka knows, those we refuse, and what stands somewhere without Kafka knowing it. */
    private Set<String> rawNames() {
        var names = new TreeSet<>(KafkaClient.CONSUMER.definition().names());
        for (var rung : rungs) {
            for (var set : rung.source().names()) {
                for (var prefix : rung.rawPrefixes()) {
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

    /** The strongest setting on the rungs that are for all listeners, or on those that are not. */
    private @Nullable Setting strongest(ConfigKey<?> key, boolean plain) {
        for (var rung : rungs) {
            if (rung.isPlain() == plain) {
                var setting = find(rung, rung.names(key));
                if (setting != null) {
                    return setting;
                }
            }
        }
        return null;
    }

    private void readGroup() {
        var key = ConfigKeys.CONSUMER_GROUP_ID;
        reader.putDefault(values, key, "", "");
        try {
            var setting = strongest(key, false);
            if (setting == null && !request.group().isBlank()) {
                setting = reader.resolve(declared("group", request.group()));
            }
            if (setting == null) {
                setting = strongest(key, true);
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
            var setting = strongest(key, false);
            if (setting == null && !request.topics().isEmpty()) {
                readDeclaredTopics();
                return;
            }
            if (setting == null) {
                setting = strongest(key, true);
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
        var ours = new ArrayList<ConfigKey<?>>(keys());
        ours.addAll(ConfigKeys.ofEveryClient());
        var properties =
                KafkaProperties.of(KafkaClient.CONSUMER, values, List.copyOf(raw.values()), ours, reader.problems());
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

    private ListenerConfig config(Map<String, Object> properties) {
        var effective = new ArrayList<ConfigValue>();
        for (var key : keys()) {
            effective.add(values.shown(key));
        }
        for (var setting : raw.values()) {
            effective.add(setting.shown());
        }
        return new ListenerConfig(name, snapshot.instanceId(), topicPattern, values, properties, effective);
    }
}
