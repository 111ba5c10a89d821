// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;

/**
 * A step of the ladder on which a listener's settings are looked for. Immutable.
 *
 * @param place what the keys look like there
 * @param source where they are looked for
 * @param listener the listener's name
 */
record Rung(Place place, SettingSource source, String listener) {
    /** What keys look like. */
    enum Place {
        /** {@code workers}: in the request itself. */
        REQUEST,
        /** {@code mq.listeners."orders".workers}. */
        LISTENER,
        /** {@code mq.listener.workers}: for all listeners. */
        PLAIN
    }

    boolean isPlain() {
        return place == Place.PLAIN;
    }

    /** The names of a key here, the stronger first. */
    List<String> names(ConfigKey<?> key) {
        return place == Place.PLAIN ? List.of(key.name()) : own(key.shortName());
    }

    /** The names of a raw Kafka property here, the stronger first. */
    List<String> rawNames(String kafkaKey) {
        return place == Place.PLAIN
                ? List.of(RawSetting.prefix(KafkaClient.CONSUMER) + kafkaKey, RawSetting.prefix(null) + kafkaKey)
                : own("kafka." + kafkaKey);
    }

    /** What the names of raw Kafka properties begin with here. */
    List<String> rawPrefixes() {
        return rawNames("");
    }

    private List<String> own(String shortName) {
        if (place == Place.REQUEST) {
            return List.of(shortName);
        }
        var quoted = "mq.listeners.\"" + listener + "\"." + shortName;
        return listener.contains(".") ? List.of(quoted) : List.of(quoted, "mq.listeners." + listener + "." + shortName);
    }
}
