// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

/**
 * A partition of a topic.
 *
 * @param topic its topic
 * @param number from 0
 */
public record MqPartition(String topic, int number) {
    public MqPartition {
        requireNonNull(topic, "topic");
        if (number < 0) {
            throw new IllegalArgumentException("partition number " + number + " is negative");
        }
    }

    /** {@code topic-number}, as Kafka writes it. */
    @Override
    public String toString() {
        return topic + "-" + number;
    }
}
