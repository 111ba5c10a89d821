// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was set while the connector runs, by operators or by code: the strongest layer, in memory only. Holds no key that may
 * not be changed so, no expression and no secret. Immutable.
 */
public final class Overrides {
    /** Nothing. */
    public static final Overrides NONE = new Overrides(Collections.emptySortedMap());

    /** More are a mistake, and would stay. */
    private static final int MOST = 1_000;

    private final Map<String, Entry> entries;

    /**
     * One of them.
     *
     * @param text the value, as in a file
     * @param by who set it, for people
     */
    public record Entry(String text, String by) {}

    private Overrides(Map<String, Entry> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * These and more.
     *
     * @param changes full key, as in files, to text
     * @param by who sets them, for people: {@code JMX}, {@code the application}
     * @throws MqConfigException with every key that may not be changed while the connector runs and every value that is not
     *     allowed
     */
    public Overrides with(Map<String, String> changes, String by) {
        requireNonNull(by, "by");
        var problems = new ArrayList<String>();
        var changed = new TreeMap<String, Entry>();
        for (var change : new TreeMap<>(changes).entrySet()) {
            var problem = problem(change.getKey(), change.getValue());
            if (problem != null) {
                problems.add(change.getKey() + ": " + problem);
            } else if (changed.put(KeyName.parse(change.getKey()).normal(), new Entry(change.getValue(), by)) != null) {
                problems.add(change.getKey() + ": set twice in one change, with and without quotation marks around the"
                        + " name; remove one of the two");
            }
        }
        if (!problems.isEmpty()) {
            throw new MqConfigException(problems);
        }
        var next = new TreeMap<>(entries);
        next.putAll(changed);
        if (next.size() > MOST) {
            throw new MqConfigException(List.of("there would be " + next.size() + " overrides, more than " + MOST
                    + "; reset those that are not needed any more"));
        }
        return new Overrides(next);
    }

    /**
     * What deserves a look: listeners that are not there, whose names may be mistaken.
     *
     * @param earlier those of which it is known already
     * @param listeners the names of those that are started
     */
    public List<String> warnings(Overrides earlier, Collection<String> listeners) {
        var warnings = new ArrayList<String>();
        entries.forEach((key, entry) -> {
            var scope = KeyName.parse(key).scope();
            if (scope.kind() == ConfigScope.Kind.LISTENER
                    && !listeners.contains(scope.name())
                    && !entry.equals(earlier.entries.get(key))) {
                warnings.add(key + ": no " + scope + " is started" + Suggestion.of(scope.name(), listeners)
                        + "; takes effect when one is, or reset it");
            }
        });
        return warnings;
    }

    /**
     * These without some.
     *
     * @param keys full keys
     * @throws MqConfigException with every key that is not overridden
     */
    public Overrides without(Collection<String> keys) {
        var problems = new ArrayList<String>();
        var next = new TreeMap<>(entries);
        for (var key : new TreeSet<>(keys)) {
            if (!key.startsWith("mq.") || next.remove(KeyName.parse(key).normal()) == null) {
                problems.add(key + ": is not overridden" + Suggestion.of(key, entries.keySet()));
            }
        }
        if (!problems.isEmpty()) {
            throw new MqConfigException(problems);
        }
        return new Overrides(next);
    }

    /** Full key to value, in order of keys; unmodifiable. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What is wrong with one change, or null; never with the value in it, which may be meant for another key. */
    private static @Nullable String problem(String full, String text) {
        if (!full.startsWith("mq.")) {
            return "no such key; keys begin with mq.";
        }
        var name = KeyName.parse(full);
        if (name.isRaw()) {
            return "Kafka's own properties cannot be changed while the connector runs; change it where it is configured";
        }
        var key = name.key();
        if (key == null) {
            return "no such key" + Suggestion.of(full, settable(name.scope()));
        }
        if (!key.isSettableByJmx()) {
            return "cannot be changed while the connector runs" + why(key);
        }
        if (text.contains("${")) {
            return "an expression is not allowed here; give the value itself";
        }
        try {
            parse(key, text);
            return null;
        } catch (IllegalArgumentException e) {
            return "'" + text + "': " + e.getMessage() + "; allowed " + key.allowed();
        }
    }

    private static <T> T parse(ConfigKey<T> key, String text) {
        return key.type().parse(text);
    }

    private static String why(ConfigKey<?> key) {
        if (key.group().equals("client")) {
            return ": brokers, users and what secures connections change where they are configured, or in the server";
        }
        return key.effect() == Effect.RESTART
                ? ": it takes effect at the next start; change it where it is configured"
                : "; change it where it is configured";
    }

    private static List<String> settable(ConfigScope scope) {
        var names = new ArrayList<String>();
        for (var key : ConfigKeys.all()) {
            if (key.isSettableByJmx() && (scope.kind() != ConfigScope.Kind.LISTENER || ConfigKeys.isOfListener(key))) {
                names.add(key.isConnectorWide() ? key.name() : scope.keyName(key));
            }
        }
        return names;
    }

    SettingSource source() {
        return new SettingSource() {
            @Override
            public @Nullable Setting find(String key) {
                var entry = entries.get(key);
                return entry == null
                        ? null
                        : new Setting(
                                key,
                                entry.text(),
                                Layer.OVERRIDE,
                                "override by " + entry.by(),
                                SettingSource.isSecret(key));
            }

            @Override
            public Set<String> names() {
                return entries.keySet();
            }

            @Override
            public Object state(Set<String> asked) {
                return entries;
            }

            @Override
            public boolean isExpanded() {
                return true;
            }
        };
    }

    /** Each with its value: none is secret. */
    @Override
    public String toString() {
        return "Overrides" + entries;
    }
}
