// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

/**
 * The broker's acknowledgement of one message: with {@code acks=all} it is written to every in-sync replica.
 *
 * @param topic where it is
 * @param partition in which partition
 * @param offset at which offset; -1 with {@code acks=0}
 * @param timestampMillis the record's time, in milliseconds since the epoch
 * @param latencyNanos from the call to the acknowledgement, in nanoseconds
 */
public record MqReceipt(String topic, int partition, long offset, long timestampMillis, long latencyNanos) {
    public MqReceipt {
        requireNonNull(topic, "topic");
    }
}
