// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one connection or one listener: values of our keys, then Kafka's own properties. Left alone once it is
 * read.
 *
 * @param keys the keys that there are values of
 * @param values their values
 * @param raw Kafka's own properties, weak ones first
 */
record Readings(List<ConfigKey<?>> keys, Values values, List<RawSetting> raw) {
    Readings {
        keys = List.copyOf(keys);
        raw = List.copyOf(raw);
    }

    /** The same with what an earlier reading says of some keys, and of Kafka's own names for them. */
    Readings holding(Readings earlier, Predicate<ConfigKey<?>> isHeld) {
        var held = values.copy();
        var heldByKafka = new HashSet<String>();
        for (var key : keys) {
            if (isHeld.test(key)) {
                hold(held, earlier.values, key);
                var kafkaKey = key.kafkaKey();
                if (kafkaKey != null) {
                    heldByKafka.add(kafkaKey);
                }
            }
        }
        var heldRaw = new ArrayList<>(raw);
        heldRaw.removeIf(setting -> heldByKafka.contains(setting.kafkaKey()));
        earlier.raw.stream()
                .filter(setting -> heldByKafka.contains(setting.kafkaKey()))
                .forEach(heldRaw::add);
        return new Readings(keys, held, heldRaw);
    }

    private static <T> void hold(Values held, Values earlier, ConfigKey<T> key) {
        held.put(key, earlier.get(key), earlier.setting(key));
    }

    /** Every value as shown to people, under its full name in a scope. */
    List<ConfigValue> shown(ConfigScope scope) {
        var shown = new ArrayList<ConfigValue>();
        for (var key : keys) {
            shown.add(values.shown(key, shownScope(scope, key)));
        }
        for (var setting : raw) {
            shown.add(setting.shown());
        }
        return List.copyOf(shown);
    }

    /** Those values that are not those of another connection, and Kafka's own properties that are set for this one alone. */
    List<ConfigValue> shownUnlike(Readings other, ConfigScope scope) {
        var shown = new ArrayList<ConfigValue>();
        for (var key : keys) {
            if (!key.isConnectorWide()
                    && !(values.setting(key).equals(other.values.setting(key))
                            && values.isSameValue(key, other.values))) {
                shown.add(values.shown(key, scope));
            }
        }
        for (var setting : raw) {
            if (!other.raw.contains(setting)) {
                shown.add(setting.shown());
            }
        }
        return shown;
    }

    private static ConfigScope shownScope(ConfigScope scope, ConfigKey<?> key) {
        return key.isConnectorWide() ? ConfigScope.CONNECTOR : scope;
    }

    /** What is different in a later reading of the same thing. */
    List<ConfigDelta> differences(ConfigScope scope, Readings next) {
        var deltas = new ArrayList<ConfigDelta>();
        for (var key : keys) {
            boolean isElsewhere = key.isConnectorWide() && !scope.equals(ConfigScope.DEFAULT_CONNECTION);
            if (!isElsewhere && !values.isSame(key, next.values)) {
                var shownScope = shownScope(scope, key);
                deltas.add(new ConfigDelta(
                        shownScope,
                        shownScope.keyName(key),
                        key,
                        values.setting(key).shownText(),
                        next.values.setting(key).shownText()
                                + (values.isSameValue(key, next.values) ? ", whose content is another" : ""),
                        key.effect()));
            }
        }
        deltas.addAll(rawDifferences(scope, next));
        return deltas;
    }

    private List<ConfigDelta> rawDifferences(ConfigScope scope, Readings next) {
        var deltas = new ArrayList<ConfigDelta>();
        var old = rawByName(scope);
        var later = next.rawByName(scope);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(later.keySet());
        for (var name : names) {
            @Nullable RawSetting before = old.get(name);
            @Nullable RawSetting after = later.get(name);
            if (!text(before).equals(text(after))) {
                deltas.add(new ConfigDelta(
                        scope, scope.prefix() + name, null, shownText(before), shownText(after), Effect.ROLLING));
            }
        }
        return deltas;
    }

    /** A listener's consumers take a property by several names, the strongest of which was found. */
    private Map<String, RawSetting> rawByName(ConfigScope scope) {
        var byName = new LinkedHashMap<String, RawSetting>();
        boolean isOfListener = scope.kind() == ConfigScope.Kind.LISTENER;
        raw.forEach(setting -> byName.put(isOfListener ? "kafka." + setting.kafkaKey() : setting.shortName(), setting));
        return byName;
    }

    private static String text(@Nullable RawSetting setting) {
        return setting == null ? "" : setting.setting().text();
    }

    private static String shownText(@Nullable RawSetting setting) {
        return setting == null ? "" : setting.setting().shownText();
    }
}
