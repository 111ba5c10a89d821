// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqEventRouter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a listener that is routed by event types finds them, and what becomes of the others. Immutable.
 *
 * @param header the name of the header
 * @param unknown what becomes of a record that no method takes
 */
record EventTypeSettings(String header, MqEventRouter.Unknown unknown) {
    private static final String HEADER = "event-type-header";
    private static final String UNKNOWN = "unknown-event-type";
    private static final EventTypeSettings DEFAULT =
            new EventTypeSettings(MqEventRouter.DEFAULT_HEADER, MqEventRouter.Unknown.SKIP);

    /** Those of {@code listener} in the application's configuration; the default ones if there is a problem with them. */
    static EventTypeSettings of(
            String listener, Function<String, Optional<String>> applicationConfig, List<String> problems) {
        try {
            return new EventTypeSettings(
                    setting(listener, HEADER, applicationConfig).orElse(DEFAULT.header),
                    setting(listener, UNKNOWN, applicationConfig)
                            .map(EventTypeSettings::unknown)
                            .orElse(DEFAULT.unknown));
        } catch (IllegalArgumentException e) {
            problems.add("its configuration cannot be used: " + e.getMessage());
            return DEFAULT;
        }
    }

    private static Optional<String> setting(
            String listener, String key, Function<String, Optional<String>> applicationConfig) {
        return applicationConfig
                .apply("mq.listeners.\"" + listener + "\"." + key)
                .or(() -> applicationConfig.apply("mq.listeners." + listener + "." + key))
                .or(() -> applicationConfig.apply("mq.listener." + key))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static MqEventRouter.Unknown unknown(String text) {
        for (MqEventRouter.Unknown each : MqEventRouter.Unknown.values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException(UNKNOWN + " is '" + text + "'; set skip or fail");
    }
}
