// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigValue;
import io.mqconnector.engine.config.Effect;
import io.mqconnector.engine.config.KeyName;
import java.util.List;

/**
 * One setting as JMX shows it; never a secret.
 *
 * @param name the key in full
 * @param value the value, masked if secret
 * @param layer which layer won
 * @param source where it is written
 * @param effect what a change takes: {@code HOT}, {@code ROLLING} or {@code RESTART}
 * @param settable whether it may be changed over JMX
 */
public record Setting(String name, String value, String layer, String source, String effect, boolean settable) {
    static List<Setting> of(List<ConfigValue> values) {
        return values.stream().map(Setting::of).toList();
    }

    private static Setting of(ConfigValue value) {
        // Kafka's own properties need new clients, and are never changed over JMX
        var key = KeyName.parse(value.name()).key();
        return new Setting(
                value.name(),
                value.text(),
                value.layer().name(),
                value.source(),
                (key == null ? Effect.ROLLING : key.effect()).name(),
                key != null && key.isSettableByJmx());
    }
}
