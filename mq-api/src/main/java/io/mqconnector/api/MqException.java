// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The one family of errors this connector throws. Unchecked; its message says what failed, on what, and what to do.
 *
 * <p>Kafka's own exception, where there is one, is the {@linkplain #getCause() cause}.
 */
public abstract sealed class MqException extends RuntimeException
        permits MqConfigException, MqConnectionException, MqSendException, MqTransactionException {
    private static final long serialVersionUID = 1L;

    private final MqErrorCode code;
    private final boolean retriable;
    private final boolean fatal;

    /**
     * @param code the stable code
     * @param message what failed, on what, and the remedy
     * @param cause what lies underneath, or null
     * @param retriable see {@link #isRetriable()}
     * @param fatal see {@link #isFatal()}
     */
    protected MqException(
            MqErrorCode code, String message, @Nullable Throwable cause, boolean retriable, boolean fatal) {
        super(message, cause);
        this.code = requireNonNull(code, "code");
        this.retriable = retriable;
        this.fatal = fatal;
    }

    /** The stable code of this error. */
    public final MqErrorCode code() {
        return code;
    }

    /**
     * Whether the same call may succeed later without anybody changing anything: Kafka's own meaning of the word. It
     * does not say that repeating is free of duplicates; that is {@link MqSendException#outcome()}.
     */
    public final boolean isRetriable() {
        return retriable;
    }

    /** Whether the object that threw this is of no more use and must be replaced. */
    public final boolean isFatal() {
        return fatal;
    }
}
