// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds keys under {@code mq.} that the connector does not know. For one thread. */
final class UnknownKeys {
    /** What mq-cdi reads to find its runtime, the engine or a server's connector: not ours, but no mistakes either. */
    private static final List<String> OF_CDI = List.of("mq.runtime.instance-id", "mq.runtime.jndi-name");

    private final SettingSource config;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> knownInEnvironment = new HashSet<>();
    private final Set<String> ofListeners = new LinkedHashSet<>();

    UnknownKeys(SettingSource config) {
        this.config = config;
        for (var key : ConfigKeys.all()) {
            known.add(key.name());
            knownInEnvironment.add(SettingSource.environmentName(key.name()));
            if (ConfigKeys.isOfListener(key)) {
                ofListeners.add(key.shortName());
            }
        }
        for (var name : OF_CDI) {
            known.add(name);
            knownInEnvironment.add(SettingSource.environmentName(name));
        }
        for (var client : KafkaClient.values()) {
            for (var name : client.definition().names()) {
                knownInEnvironment.add(SettingSource.environmentName(RawSetting.prefix(client) + name));
                knownInEnvironment.add(SettingSource.environmentName(RawSetting.prefix(null) + name));
            }
        }
    }

    /**
     * One sentence for each unknown key.
     *
     * @param source where they stand; null to ask the configuration for each
     */
    List<String> warnings(Collection<String> names, @Nullable String source) {
        var warnings = new ArrayList<String>();
        for (var name : names) {
            var why = name.startsWith("mq.") ? unknown(name, names) : unknownInEnvironment(name, source);
            if (why != null) {
                warnings.add(name + " from " + (source == null ? origin(name) : source) + ": " + why);
            }
        }
        return warnings;
    }

    private @Nullable String unknownInEnvironment(String name, @Nullable String source) {
        if (source != null
                || !name.startsWith("MQ_")
                || name.startsWith("MQ_LISTENERS_")
                || knownInEnvironment.contains(name)) {
            return null;
        }
        var key = "mq." + name.substring(3).replace('_', '.').toLowerCase(Locale.ROOT);
        return "no such key" + Suggestion.of(key, known);
    }

    private @Nullable String unknown(String name, Collection<String> all) {
        var inEnvironment = SettingSource.environmentName(name);
        // MicroProfile implementations list what the environment has in a second spelling: told once, under the first.
        if (known.contains(name) || all.contains(inEnvironment)) {
            return null;
        }
        if (name.startsWith("mq.kafka.")) {
            return unknownRaw(name);
        }
        if (name.startsWith("mq.listeners.")) {
            return unknownOfListener(name.substring("mq.listeners.".length()));
        }
        return "no such key" + Suggestion.of(name, known);
    }

    private static @Nullable String unknownRaw(String name) {
        var rest = name.substring("mq.kafka.".length());
        for (var client : List.of("common.", "producer.", "consumer.", "admin.")) {
            if (rest.startsWith(client) && rest.length() > client.length()) {
                return null;
            }
        }
        return "no such key; after mq.kafka. comes common, producer, consumer or admin, then Kafka's own key";
    }

    private @Nullable String unknownOfListener(String rest) {
        var key = shortName(rest);
        if (key == null) {
            return "no such key; a listener's keys are mq.listeners.\"<name>\".<key>";
        }
        if (ofListeners.contains(key) || (key.startsWith("kafka.") && key.length() > "kafka.".length())) {
            return null;
        }
        return "listeners have no key '" + key + "'" + Suggestion.of(key, ofListeners);
    }

    /** What follows the listener's name, quoted or without a dot; null if nothing does. */
    private static @Nullable String shortName(String rest) {
        var end = rest.startsWith("\"") ? rest.indexOf("\".", 1) + 1 : rest.indexOf('.');
        return end <= 0 || end + 1 >= rest.length() ? null : rest.substring(end + 1);
    }

    private String origin(String name) {
        try {
            var setting = config.find(name);
            return setting == null ? "configuration" : setting.source();
        } catch (BadSettingException e) {
            return "configuration";
        }
    }
}
