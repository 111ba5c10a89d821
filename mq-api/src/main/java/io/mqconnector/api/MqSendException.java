// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A message was not acknowledged. {@link #outcome()} says whether it can still appear. */
public final class MqSendException extends MqException {
    private static final long serialVersionUID = 1L;

    private final MqOutcome outcome;
    private final String topic;
    private final int partition;

    /**
     * @param code the stable code
     * @param outcome what is known of the message
     * @param topic where it was to go; the empty string when not even that was given
     * @param partition the partition, or a negative number when not known
     * @param message what failed and what to do
     * @param cause Kafka's exception, or null
     * @param retriable see {@link #isRetriable()}
     * @param fatal see {@link #isFatal()}
     */
    public MqSendException(
            MqErrorCode code,
            MqOutcome outcome,
            String topic,
            int partition,
            String message,
            @Nullable Throwable cause,
            boolean retriable,
            boolean fatal) {
        super(code, message, cause, retriable, fatal);
        this.outcome = requireNonNull(outcome, "outcome");
        this.topic = requireNonNull(topic, "topic");
        this.partition = partition;
    }

    /** What is known of the message. */
    public MqOutcome outcome() {
        return outcome;
    }

    /** The topic the message was for; empty when none was given. */
    public String topic() {
        return topic;
    }

    /** The partition the message was for, when it had been chosen. */
    public OptionalInt partition() {
        return partition < 0 ? OptionalInt.empty() : OptionalInt.of(partition);
    }
}
