// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A local transaction could not be begun or committed. {@link #outcome()} says whether its messages can still appear. */
public final class MqTransactionException extends MqException {
    private static final long serialVersionUID = 1L;

    private final MqOutcome outcome;
    private final String transactionalId;

    /**
     * @param code the stable code
     * @param outcome what is known of all its messages, for readers with {@code read_committed}
     * @param transactionalId of the producer
     * @param message what failed and what to do
     * @param cause Kafka's exception or that of the send that failed, or null
     * @param retriable see {@link #isRetriable()}
     * @param fatal see {@link #isFatal()}
     */
    public MqTransactionException(
            MqErrorCode code,
            MqOutcome outcome,
            String transactionalId,
            String message,
            @Nullable Throwable cause,
            boolean retriable,
            boolean fatal) {
        super(code, message, cause, retriable, fatal);
        this.outcome = requireNonNull(outcome, "outcome");
        this.transactionalId = requireNonNull(transactionalId, "transactionalId");
    }

    /**
     * What is known of the messages of the transaction: none is ever visible to a reader with {@code read_committed}, or nobody
     * knows whether all of them or none.
     */
    public MqOutcome outcome() {
        return outcome;
    }

    /** The transactional id. */
    public String transactionalId() {
        return transactionalId;
    }
}
