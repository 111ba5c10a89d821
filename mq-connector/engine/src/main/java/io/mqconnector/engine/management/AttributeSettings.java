// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigScope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The settings behind the attributes of an MBean: read as they are in force, written as overrides. Thread-safe.
 *
 * @param control what is asked; throws {@link IllegalStateException} while there is nothing to ask yet
 * @param scope whose keys they are
 */
record AttributeSettings(Supplier<ConfigControl> control, ConfigScope scope) {
    /** Of a control that is there already. */
    AttributeSettings(ConfigControl control, ConfigScope scope) {
        this(() -> control, scope);
    }

    /** What is in force; not for listeners, which know theirs. */
    <T> T read(ConfigKey<T> key) {
        return control.get().value(scope, key);
    }

    /** As {@link #read}, of a duration. */
    long readMillis(ConfigKey<Duration> key) {
        return read(key).toMillis();
    }

    /**
     * Puts a value in force and waits until it is.
     *
     * @throws IllegalArgumentException why it may not be, for people who know the JDK alone; nothing has changed
     */
    void write(ConfigKey<?> key, String text) {
        var report = control.get().apply(Map.of(scope.keyName(key), text), ConfigView.JMX);
        if (report.isRefused()) {
            throw new IllegalArgumentException(String.join("; ", report.refused()));
        }
    }

    /** As {@link #write(ConfigKey, String)}. */
    void write(ConfigKey<?> key, long value) {
        write(key, Long.toString(value));
    }

    /** As {@link #write(ConfigKey, String)}. */
    void write(ConfigKey<?> key, boolean value) {
        write(key, Boolean.toString(value));
    }

    /** As {@link #write(ConfigKey, String)}; small numbers as people write them. */
    void write(ConfigKey<?> key, double value) {
        write(key, Double.isFinite(value) ? BigDecimal.valueOf(value).toPlainString() : Double.toString(value));
    }

    /** As {@link #write(ConfigKey, String)}, of a duration; in the unit in which it was written, for what is refused. */
    void writeMillis(ConfigKey<Duration> key, long millis) {
        write(key, millis + "ms");
    }
}
