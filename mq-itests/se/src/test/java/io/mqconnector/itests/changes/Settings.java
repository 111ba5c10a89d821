// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What was configured, and what must be in force because of it: a model of the connector's rules. For one thread. */
final class Settings {
    /** The listener that is watched. */
    static final String LISTENER = "watched";

    static final String BROKERS = "mq.client.brokers";

    private final Map<String, String> file = new TreeMap<>();
    private final Map<String, String> overrides = new TreeMap<>();

    Settings(String brokers) {
        file.put(BROKERS, brokers);
        for (Knob knob : Knob.values()) {
            file.put(knob.key(), knob.choices().get(0));
        }
    }

    /** The key of the watched listener alone. */
    static String named(Knob knob) {
        return "mq.listeners.\"" + LISTENER + "\"." + knob.shortKey();
    }

    /** What the file says. */
    Map<String, String> file() {
        return Map.copyOf(file);
    }

    /** What operators have overridden. */
    Map<String, String> overrides() {
        return Map.copyOf(overrides);
    }

    String brokers() {
        return String.valueOf(file.get(BROKERS));
    }

    void write(Map<String, String> changes) {
        file.putAll(changes);
    }

    void override(Map<String, String> changes) {
        overrides.putAll(changes);
    }

    /** All of them if there are no keys. */
    void reset(Collection<String> keys) {
        overrides.keySet().removeIf(key -> keys.isEmpty() || keys.contains(key));
    }

    boolean isOverridden(Knob knob) {
        return overrides.containsKey(knob.key()) || overrides.containsKey(named(knob));
    }

    /** What must be in force: an override before the file, in each the listener's own before what is for all. */
    String expected(Knob knob) {
        var keys = knob.isOfListeners() ? List.of(named(knob), knob.key()) : List.of(knob.key());
        for (var layer : List.of(overrides, file)) {
            for (String key : keys) {
                String value = layer.get(key);
                if (value != null) {
                    return value;
                }
            }
        }
        throw new IllegalStateException("nothing says " + knob);
    }

    /** All that must be in force. */
    Map<Knob, String> expected() {
        var expected = new EnumMap<Knob, String>(Knob.class);
        for (Knob knob : Knob.values()) {
            expected.put(knob, expected(knob));
        }
        return expected;
    }

    /** As a file of properties has it. */
    static Properties properties(Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
