// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

/** A server did not do what it was told; the message ends with the end of its log. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
