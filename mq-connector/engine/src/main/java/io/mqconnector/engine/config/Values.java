// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** The value of each key with where it was found. Written by one thread while reading, then left alone. */
final class Values {
    private final Map<ConfigKey<?>, Entry> entries = new HashMap<>();

    private record Entry(Object value, Setting setting, boolean sound) {}

    /** The same, to be changed. */
    Values copy() {
        var copy = new Values();
        copy.entries.putAll(entries);
        return copy;
    }

    <T> void put(ConfigKey<T> key, T value, Setting setting) {
        entries.put(key, new Entry(requireNonNull(value), setting, true));
    }

    /** Marks a key whose setting is bad and reported: rules that need its value are skipped. */
    void spoil(ConfigKey<?> key) {
        var entry = entry(key);
        entries.put(key, new Entry(entry.value, entry.setting, false));
    }

    /** Whether none of these keys has a bad setting. */
    boolean areSound(ConfigKey<?>... keys) {
        for (var key : keys) {
            if (!entry(key).sound) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // put() takes only values of the key's own type
    <T> T get(ConfigKey<T> key) {
        return (T) entry(key).value;
    }

    Setting setting(ConfigKey<?> key) {
        return entry(key).setting;
    }

    boolean isExplicit(ConfigKey<?> key) {
        return entry(key).setting.layer().isSet();
    }

    /** {@code mq.producer.linger = '5ms' from MqConfig}. */
    String described(ConfigKey<?> key) {
        return entry(key).setting.described();
    }

    /** As shown to people, under the key's own name. */
    ConfigValue shown(ConfigKey<?> key) {
        var setting = entry(key).setting;
        var source =
                setting.key().equals(key.name()) ? setting.source() : setting.source() + " (" + setting.key() + ")";
        return new ConfigValue(key.name(), setting.shownText(), setting.layer(), source);
    }

    private Entry entry(ConfigKey<?> key) {
        var entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(key.name() + " is not one of the keys here");
        }
        return entry;
    }
}
