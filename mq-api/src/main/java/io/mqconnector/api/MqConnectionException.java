// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import org.jspecify.annotations.Nullable;

/**
 * The connector, its brokers or its consumer cannot do what was asked: unreachable, unauthorised, closed, timed out.
 * No message was sent or lost by it; failures of sends are {@link MqSendException}.
 */
public final class MqConnectionException extends MqException {
    private static final long serialVersionUID = 1L;

    /** @see MqException#MqException(MqErrorCode, String, Throwable, boolean, boolean) */
    public MqConnectionException(MqErrorCode code, String message, @Nullable Throwable cause, boolean retriable) {
        super(code, message, cause, retriable, code == MqErrorCode.CLOSED);
    }
}
