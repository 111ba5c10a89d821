// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads single settings and collects what is wrong with them. For one thread. */
final class SettingReader {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Expressions expressions;

    SettingReader(Expressions expressions) {
        this.expressions = expressions;
    }

    List<String> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    /**
     * The setting of a key in one source, expressions resolved, or null.
     *
     * @throws BadSettingException if it is there but cannot be used
     */
    @Nullable
    Setting find(SettingSource source, String key) {
        var setting = source.find(key);
        return setting == null || source.isExpanded() ? setting : expressions.resolve(setting);
    }

    /** The expressions of any text resolved. */
    Setting resolve(Setting setting) {
        return expressions.resolve(setting);
    }

    /** Puts a default in place. */
    <T> void putDefault(Values values, ConfigKey<T> key, T value, String text) {
        values.put(key, value, new Setting(key.name(), text, Layer.DEFAULT, "default", false));
    }

    /** Puts the default of the table in place. */
    <T> void putDefault(Values values, ConfigKey<T> key) {
        var text = key.defaultText();
        if (text == null) {
            throw new IllegalStateException(key.name() + " has no default in the table");
        }
        putDefault(values, key, key.type().parse(text), text);
    }

    /** Puts what a profile brings in place of a default, if it brings anything. */
    <T> void putProfile(Values values, ConfigKey<T> key, Profile profile) {
        var text = profile.text(key);
        if (text != null) {
            var setting = new Setting(key.name(), text, Layer.PROFILE, "profile " + profile.word(), false);
            values.put(key, key.type().parse(text), setting);
        }
    }

    /** Puts a setting in place; the key's default is there already and stays if the setting is bad. */
    <T> void put(Values values, ConfigKey<T> key, Setting setting) {
        try {
            values.put(key, key.type().parse(setting.text()), setting);
        } catch (IllegalArgumentException e) {
            problems.add(setting.problem(key, String.valueOf(e.getMessage())));
            values.spoil(key);
        }
    }

    /** As we write what Kafka writes so. */
    private static String ours(ConfigKey<?> key, String text) {
        if (key == ConfigKeys.PRODUCER_ACKS && text.equals("-1")) {
            return "all";
        }
        return key == SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION && text.isEmpty()
                ? "none"
                : key.type().fromKafkaText(text);
    }

    /** Puts a raw Kafka setting in the place of the key of ours for the same thing. */
    <T> void putRaw(Values values, ConfigKey<T> key, Setting setting) {
        var text = setting.text().strip();
        put(values, key, setting.withText(ours(key, text), false));
    }
}
