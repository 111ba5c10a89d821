// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import org.jspecify.annotations.Nullable;

/** A broker of this kit did not do what a test asked of it; the message says what, on which broker and after how long. */
public final class KafkaBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, on what, after how long
     * @param cause what it failed of, or null
     */
    public KafkaBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
