// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * One value that differs between two readings of the configuration. Immutable, never contains a secret.
 *
 * @param scope what it is for
 * @param name the full name of the key, {@code mq.connections."analytics".producer.linger}
 * @param key the row of the table; null for one of Kafka's own properties, whose {@link #effect()} is
 *     {@link Effect#ROLLING}
 * @param oldText the value until now, {@code ****} for a secret, empty if there was none
 * @param newText the value from now on, {@code ****} for a secret, empty if there is none
 * @param effect what it takes to be in force
 */
public record ConfigDelta(
        ConfigScope scope, String name, @Nullable ConfigKey<?> key, String oldText, String newText, Effect effect) {
    /** Whether it only concerns listeners: of a connection, then, what its listeners go by that set nothing else. */
    public boolean isOfListeners() {
        return key != null && ConfigKeys.isOfListener(key);
    }

    /** The same with another effect. */
    ConfigDelta with(Effect other) {
        return new ConfigDelta(scope, name, key, oldText, newText, other);
    }

    /** {@code mq.producer.linger: '5ms' -> '10ms' (ROLLING)}. */
    @Override
    public String toString() {
        return name + ": '" + oldText + "' -> '" + newText + "' (" + effect + ")";
    }
}
