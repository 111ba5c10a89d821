// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

/** A bean returned normally, but its transaction was not committed: the record is not done. */
final class RolledBackException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param outcome of the transaction, in words */
    RolledBackException(String outcome) {
        super("the bean returned normally, but its transaction was " + outcome
                + ": by setRollbackOnly, by its time-out or by a failed commit");
    }
}
