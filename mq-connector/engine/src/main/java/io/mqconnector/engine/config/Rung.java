// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of the ladder on which settings are looked for. Immutable.
 *
 * @param place what the keys look like there
 * @param source where they are looked for
 * @param owner the name of the listener or the connection; empty where neither is named
 */
record Rung(Place place, SettingSource source, String owner) {
    /** What keys look like, the more special first. */
    enum Place {
        /** {@code workers}: in the request itself. */
        REQUEST,
        /** {@code mq.listeners."orders".workers}. */
        LISTENER,
        /** {@code mq.connections."analytics".listener.workers}. */
        CONNECTION,
        /** {@code mq.listener.workers}: for all. */
        PLAIN;

        /** Whether it says something of one listener alone. */
        boolean isOfListener() {
            return this == REQUEST || this == LISTENER;
        }

        /** Whether keys there say as much of one thing alone as they do here. */
        boolean isAsSpecialAs(Place other) {
            return this == other || (isOfListener() && other.isOfListener());
        }
    }

    /** The names of a key here, the stronger first. */
    List<String> names(ConfigKey<?> key) {
        return names(place.isOfListener() ? key.shortName() : key.name().substring("mq.".length()));
    }

    /** The names here, the stronger first, of what is called so behind its owner. */
    List<String> names(String rest) {
        return switch (place) {
            case REQUEST -> List.of(rest);
            case LISTENER -> ofOwner("mq.listeners.", rest);
            case CONNECTION -> ofOwner("mq.connections.", rest);
            case PLAIN -> List.of("mq." + rest);
        };
    }

    /** The names here of a Kafka property of consumers, the stronger first. */
    List<String> consumerNames(String kafkaKey) {
        if (place.isOfListener()) {
            return names("kafka." + kafkaKey);
        }
        var names = new ArrayList<String>(names(RawSetting.word(KafkaClient.CONSUMER) + kafkaKey));
        names.addAll(names(RawSetting.word(null) + kafkaKey));
        return names;
    }

    private List<String> ofOwner(String prefix, String rest) {
        var quoted = prefix + "\"" + owner + "\"." + rest;
        return owner.contains(".") ? List.of(quoted) : List.of(quoted, prefix + owner + "." + rest);
    }
}
