// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which connections there are: the default one and those that something is configured for. What is set while the connector
 * runs makes none. For one thread.
 */
final class ConnectionNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String WORDS = "letters, digits, dot, underscore, minus; at most 64";
    private static final String IN_ENVIRONMENT = "MQ_CONNECTIONS__";

    private final Set<String> names = new LinkedHashSet<>();

    /** @param problems where names that are none go */
    ConnectionNames(Sources sources, List<String> problems) {
        names.add(ConnectionConfig.DEFAULT);
        var found = new TreeSet<String>();
        for (var key : keys(sources.explicit().names())) {
            add(found, key, problems);
        }
        for (var source : sources.config()) {
            keys(source.names()).forEach(key -> add(found, key, problems));
        }
        for (var source : sources.config()) {
            source.names().forEach(name -> addFromEnvironment(found, name));
        }
        names.addAll(found);
        for (var override : keys(sources.overrides().names())) {
            var name = KeyName.parse(override).scope().name();
            if (!names.contains(name)) {
                problems.add(override + ": there is no connection '" + name + "'" + Suggestion.of(name, names)
                        + "; there are " + String.join(", ", names));
            }
        }
    }

    /** The default one first; unmodifiable. */
    Set<String> all() {
        return Collections.unmodifiableSet(names);
    }

    /** The keys of connections, without those that only repeat what the environment has. */
    private static List<String> keys(Collection<String> all) {
        return all.stream()
                .filter(key -> key.startsWith("mq.connections.") && !all.contains(SettingSource.environmentName(key)))
                .toList();
    }

    private static void add(Set<String> found, String key, List<String> problems) {
        var parsed = KeyName.parse(key);
        var name = parsed.scope().name();
        if (parsed.rest().isEmpty()) {
            return; // reported as unknown
        }
        if (name.equals(ConnectionConfig.DEFAULT)) {
            problems.add(
                    key + ": the keys of the default connection stand without connections; write mq." + parsed.rest());
        } else if (!NAME.matcher(name).matches()) {
            problems.add(key + ": '" + name + "' cannot be the name of a connection; allowed " + WORDS);
        } else {
            found.add(name);
        }
    }

    /**
     * The environment writes every name in capitals, and so does not tell how it is spelt: one that is spelt elsewhere is
     * that one. Only what ends in a key of ours counts, since others may put anything there.
     */
    private static void addFromEnvironment(Set<String> found, String variable) {
        int end = variable.startsWith(IN_ENVIRONMENT) ? variable.indexOf("__", IN_ENVIRONMENT.length()) : -1;
        if (end <= IN_ENVIRONMENT.length() || !isKey("MQ_" + variable.substring(end + 2))) {
            return;
        }
        var name = variable.substring(IN_ENVIRONMENT.length(), end);
        if (found.stream()
                        .noneMatch(known -> SettingSource.environmentName(known).equals(name))
                && NAME.matcher(name).matches()
                && !name.equalsIgnoreCase(ConnectionConfig.DEFAULT)) {
            found.add(name.toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isKey(String variable) {
        if (variable.startsWith("MQ_KAFKA_")) {
            return true;
        }
        for (var key : ConfigKeys.all()) {
            if (!key.isConnectorWide()
                    && SettingSource.environmentName(key.name()).equals(variable)) {
                return true;
            }
        }
        return false;
    }
}
