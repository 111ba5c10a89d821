// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.engine.outbound.JtaTransactions;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's transactions, as its registry knows them. Thread-safe. */
record ServerTransactions(TransactionSynchronizationRegistry registry) implements JtaTransactions {
    @Override
    public State state() {
        if (registry.getTransactionKey() == null) {
            return State.NONE;
        }
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> State.NONE;
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> State.DOOMED;
            default -> State.ACTIVE;
        };
    }

    @Override
    public @Nullable Object find(Object key) {
        return registry.getResource(key);
    }

    @Override
    public void put(Object key, Object value) {
        registry.putResource(key, value);
    }

    @Override
    public void onCompletion(Consumer<Boolean> completion) {
        registry.registerInterposedSynchronization(new Completion(completion));
    }

    private record Completion(Consumer<Boolean> told) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            told.accept(status == Status.STATUS_COMMITTED);
        }
    }
}
