// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import io.mqconnector.api.MqConfig;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/** What an administrator has set: the properties of a configuration that are the connector's. */
final class ConfigAdminSettings {
    private static final String PREFIX = "mq.";

    private ConfigAdminSettings() {}

    /**
     * The settings in a configuration. ConfigAdmin, Declarative Services and file installers add properties of their own:
     * whatever is not named {@code mq.} is theirs.
     *
     * @param properties of the types that ConfigAdmin knows; arrays and collections become a list with commas
     */
    static MqConfig of(Map<String, Object> properties) {
        var settings = MqConfig.builder();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                settings.set(key, text(value));
            }
        });
        return settings.build();
    }

    private static String text(Object value) {
        var list = new StringJoiner(",");
        if (value instanceof Collection<?> elements) {
            elements.forEach(element -> list.add(String.valueOf(element)));
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(String.valueOf(Array.get(value, i)));
            }
        } else {
            list.add(value.toString());
        }
        return list.toString();
    }
}
