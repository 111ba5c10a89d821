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

    private static final String NO_SUCH_KEY = "no such key";

    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> knownInEnvironment = new HashSet<>();
    private final Set<String> ofListeners = new LinkedHashSet<>();
    private final Set<String> connections = new LinkedHashSet<>();

    /** @param connections the names of those there are */
    UnknownKeys(Collection<String> connections) {
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
        for (var name : connections) {
            this.connections.add("MQ_CONNECTIONS__" + SettingSource.environmentName(name) + "__");
            this.connections.add("MQ_CONNECTIONS_" + SettingSource.environmentName(name) + "_");
        }
    }

    /**
     * One sentence for each unknown key of a source.
     *
     * @param origin what it is called; null to ask it for each key
     */
    List<String> warnings(SettingSource source, @Nullable String origin) {
        var warnings = new ArrayList<String>();
        for (var name : source.names()) {
            var why = name.startsWith("mq.") ? unknown(name, source.names()) : unknownInEnvironment(name, origin);
            if (why != null) {
                warnings.add(name + " from " + (origin == null ? origin(source, name) : origin) + ": " + why);
            }
        }
        return warnings;
    }

    private @Nullable String unknownInEnvironment(String name, @Nullable String origin) {
        if (origin != null || !name.startsWith("MQ_") || name.startsWith("MQ_LISTENERS_")) {
            return null;
        }
        var plain = plainInEnvironment(name);
        if (knownInEnvironment.contains(plain) || isRawInEnvironment(plain)) {
            return null;
        }
        var key = "mq." + plain.substring(3).replace('_', '.').toLowerCase(Locale.ROOT);
        return NO_SUCH_KEY + Suggestion.of(key, known);
    }

    /** Without the part that names a connection. */
    private String plainInEnvironment(String name) {
        for (var prefix : connections) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                return "MQ_" + name.substring(prefix.length());
            }
        }
        return name;
    }

    private static boolean isRawInEnvironment(String name) {
        if (isRawInEnvironment(name, null)) {
            return true;
        }
        for (var client : KafkaClient.values()) {
            if (isRawInEnvironment(name, client)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRawInEnvironment(String name, @Nullable KafkaClient client) {
        var prefix = SettingSource.environmentName(RawSetting.prefix(client));
        return name.startsWith(prefix) && RawKafka.isNameInEnvironment(client, name.substring(prefix.length()));
    }

    private @Nullable String unknown(String name, Collection<String> all) {
        // MicroProfile implementations list what the environment has in a second spelling: told once, under the first.
        if (known.contains(name) || all.contains(SettingSource.environmentName(name))) {
            return null;
        }
        var parsed = KeyName.parse(name);
        var scope = parsed.scope();
        if (scope.kind() == ConfigScope.Kind.LISTENER) {
            return unknownOfListener(parsed);
        }
        if (scope.name().equals(ConnectionConfig.DEFAULT) && name.startsWith("mq.connections.")) {
            return null; // a problem, reported as such
        }
        if (parsed.rest().isEmpty()) {
            return NO_SUCH_KEY + "; a connection's keys are mq.connections.\"<name>\".<group>.<key>";
        }
        if (parsed.rest().startsWith("kafka.")) {
            return parsed.isRaw()
                    ? null
                    : NO_SUCH_KEY + "; after " + scope.prefix()
                            + "kafka. comes common, producer, consumer or admin, then Kafka's own key";
        }
        if (parsed.key() != null) {
            return null;
        }
        var plain = "mq." + parsed.rest();
        if (known.contains(plain)) {
            return "is for the whole connector; write " + plain;
        }
        return NO_SUCH_KEY
                + (scope.kind() == ConfigScope.Kind.CONNECTION
                        ? Suggestion.of(
                                name,
                                known.stream()
                                        .map(key -> scope.prefix() + key.substring(3))
                                        .toList())
                        : Suggestion.of(name, known));
    }

    private @Nullable String unknownOfListener(KeyName name) {
        if (name.rest().isEmpty()) {
            return NO_SUCH_KEY + "; a listener's keys are mq.listeners.\"<name>\".<key>";
        }
        if (name.key() != null || name.isRaw()) {
            return null;
        }
        return "listeners have no key '" + name.rest() + "'" + Suggestion.of(name.rest(), ofListeners);
    }

    private static String origin(SettingSource source, String name) {
        try {
            var setting = source.find(name);
            return setting == null ? "configuration" : setting.source();
        } catch (BadSettingException e) {
            return "configuration";
        }
    }
}
