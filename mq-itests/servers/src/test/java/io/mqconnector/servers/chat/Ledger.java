// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;

/** Works in a transaction. */
@ApplicationScoped
public class Ledger {
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Transactional
    public String enter() {
        return transactions.getTransactionStatus() == Status.STATUS_ACTIVE ? "transaction" : "no transaction";
    }
}
