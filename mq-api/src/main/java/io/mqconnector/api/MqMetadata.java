// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Where a delivered message came from, and which attempt this is. Immutable; valid for as long as somebody holds it.
 */
public interface MqMetadata {
    /** The topic. */
    String topic();

    /** The partition number. */
    int partitionNumber();

    /** The offset in the partition. */
    long offset();

    /** The record's time in milliseconds since the epoch. */
    long timestampMillis();

    /** The headers, in order. */
    MqHeaders headers();

    /**
     * Which delivery of this record to the listener's group this is: 1 for the first. Counted across restarts and
     * rebalances as far as the group's commits tell.
     */
    int attempt();

    /** What the listener may say about this delivery. */
    MqContext context();
}
