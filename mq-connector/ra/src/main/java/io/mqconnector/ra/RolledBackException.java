// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchException;

/** What a bean says to be done is not: its transaction was not committed. */
final class RolledBackException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param outcome of the transaction, in words */
    RolledBackException(String outcome) {
        super("the bean returned normally, but its transaction was " + outcome
                + ": by setRollbackOnly, by its time-out or by a failed commit");
    }

    /** @param partly what the bean said of a batch: it is wrong now, none of its records is done */
    RolledBackException(MqBatchException partly) {
        super(
                "the bean has done part of a batch, but what it threw rolls its transaction back: none of it is done",
                partly);
    }
}
