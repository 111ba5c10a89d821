// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/** A listener that acknowledges its records has not acknowledged one in time. Without a stack: nobody threw it. */
final class UnacknowledgedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnacknowledgedException(String message) {
        super(message, null, false, false);
    }
}
