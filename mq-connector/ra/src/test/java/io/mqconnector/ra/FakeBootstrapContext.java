// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;
import org.jspecify.annotations.Nullable;

/** What a server gives to a resource adapter. */
final class FakeBootstrapContext implements BootstrapContext {
    final FakeWorkManager workManager = new FakeWorkManager();

    @Nullable
    TransactionSynchronizationRegistry transactions = new FakeTransactions();

    @Nullable
    RuntimeException noRegistry;

    @Override
    public WorkManager getWorkManager() {
        return workManager;
    }

    @Override
    public @Nullable TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        if (noRegistry != null) {
            throw noRegistry;
        }
        return transactions;
    }

    @Override
    public XATerminator getXATerminator() {
        throw new AssertionError("imports no transactions");
    }

    @Override
    public Timer createTimer() {
        throw new AssertionError("has a timer of its own");
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }
}
