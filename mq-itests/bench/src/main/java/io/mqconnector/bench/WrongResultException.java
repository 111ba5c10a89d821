// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/** Records lost, duplicated, out of order or not committed: the run is worth nothing, however fast it was. */
public final class WrongResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongResultException(String message) {
        super(message);
    }

    WrongResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
