// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trouble with a listener's consumer.
 *
 * @param kind what it is
 * @param listener the listener's name
 * @param group its consumer group
 * @param partitions those concerned; empty when it is all of them, or none in particular
 * @param message what happened and what the connector does about it
 * @param cause Kafka's exception or the listener's, or null
 */
public record MqConsumerError(
        Kind kind,
        String listener,
        String group,
        List<MqPartition> partitions,
        String message,
        @Nullable Throwable cause) {
    /** What can happen to a consumer; never renamed, safe to alert on. */
    public enum Kind {
        /** The broker refused credentials or a permission. */
        AUTHORIZATION,
        /** Partitions were taken away without a chance to commit: what was done since the last commit comes again. */
        LOST,
        /** A commit failed; the next one covers it. */
        COMMIT_FAILED,
        /** The Kafka consumer failed and is built anew after a backoff. */
        CONSUMER_FAILED,
        /** The attempts to build it anew are used up: the listener stands still until it is restarted. */
        GIVEN_UP,
        /** There is lag and no progress. */
        STALLED,
        /** A listener does not return from a record. */
        STUCK,
        /** A record failed for good and the failure policy is to stop: its partition stands still. */
        PARTITION_STOPPED,
        /** A dead letter could not be written: the partition of its record waits until it can. */
        DEAD_LETTER_FAILED
    }

    public MqConsumerError {
        requireNonNull(kind, "kind");
        requireNonNull(listener, "listener");
        requireNonNull(group, "group");
        partitions = List.copyOf(partitions);
        requireNonNull(message, "message");
    }
}
