// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a listener to say that a record will never succeed: it goes to the failure policy at once, without further
 * attempts. Immutable.
 */
public class MqRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message why, for log and dead letter
     * @param cause what lies underneath, or null
     */
    public MqRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
