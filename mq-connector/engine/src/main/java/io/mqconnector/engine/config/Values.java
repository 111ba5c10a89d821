// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** The value of each key with where it was found. Written by one thread while reading, then left alone. */
final class Values {
    private final Map<ConfigKey<?>, Entry> entries = new HashMap<>();

    /** @param content what tells what is in the file that the value names from other contents; empty for none */
    private record Entry(Object value, Setting setting, boolean sound, String content) {}

    /** The same, to be changed. */
    Values copy() {
        var copy = new Values();
        copy.entries.putAll(entries);
        return copy;
    }

    <T> void put(ConfigKey<T> key, T value, Setting setting) {
        entries.put(key, new Entry(requireNonNull(value), setting, true, ""));
    }

    /** Marks a key whose setting is bad and reported: rules that need its value are skipped. */
    void spoil(ConfigKey<?> key) {
        var entry = entry(key);
        entries.put(key, new Entry(entry.value, entry.setting, false, entry.content));
    }

    /** What another reading has of a key. */
    <T> void takeOver(ConfigKey<T> key, Values other) {
        entries.put(key, other.entry(key));
    }

    /** Notes what is in the file that a value names. */
    void putContent(ConfigKey<?> key, String content) {
        var entry = entry(key);
        entries.put(key, new Entry(entry.value, entry.setting, entry.sound, content));
    }

    /** What tells what is in the file that a value names from other contents; empty for none. */
    String content(ConfigKey<?> key) {
        return entry(key).content;
    }

    /** Whether a key has the same value in another reading, and the file that it names the same content. */
    boolean isSame(ConfigKey<?> key, Values other) {
        return isSameValue(key, other) && entry(key).content.equals(other.entry(key).content);
    }

    /** Whether a key has the same value in another reading. */
    boolean isSameValue(ConfigKey<?> key, Values other) {
        return entry(key).value.equals(other.entry(key).value);
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

    /** As shown to people, under its full name in a scope, and with the key it was found under where that is another. */
    ConfigValue shown(ConfigKey<?> key, ConfigScope scope) {
        var setting = entry(key).setting;
        var name = scope.keyName(key);
        boolean isItself = !setting.layer().isSet() || isSame(setting.key(), name);
        return new ConfigValue(
                name,
                setting.shownText(),
                setting.layer(),
                isItself ? setting.source() : setting.source() + " (" + setting.key() + ")");
    }

    /** A name may stand with quotation marks or without. */
    private static boolean isSame(String key, String name) {
        return key.equals(name)
                || (key.startsWith("mq.") && KeyName.parse(key).normal().equals(name));
    }

    private Entry entry(ConfigKey<?> key) {
        var entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(key.name() + " is not one of the keys here");
        }
        return entry;
    }
}
