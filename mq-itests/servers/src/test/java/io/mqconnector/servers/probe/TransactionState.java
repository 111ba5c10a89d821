// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.transaction.TransactionSynchronizationRegistry;

/** What the registry says of the calling thread's transaction, as text. */
public final class TransactionState {
    private static final String[] NAMES = {
        "ACTIVE",
        "MARKED_ROLLBACK",
        "PREPARED",
        "COMMITTED",
        "ROLLEDBACK",
        "UNKNOWN",
        "NO_TRANSACTION",
        "PREPARING",
        "COMMITTING",
        "ROLLING_BACK"
    };

    private TransactionState() {}

    /** The name of a constant of {@link jakarta.transaction.Status}. */
    public static String nameOf(int status) {
        return NAMES[status];
    }

    static String of(TransactionSynchronizationRegistry registry) {
        return nameOf(registry.getTransactionStatus())
                + (registry.getTransactionKey() == null ? ", no key" : ", key")
                + ", rollback only: " + rollbackOnly(registry);
    }

    private static String rollbackOnly(TransactionSynchronizationRegistry registry) {
        try {
            return Boolean.toString(registry.getRollbackOnly());
        } catch (IllegalStateException e) {
            return "ISE"; // as specified where there is no transaction
        }
    }
}
