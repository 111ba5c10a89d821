// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server's transactions: one at a time, begun and ended by {@link StrictEndpointFactory}. */
final class FakeTransactions implements TransactionSynchronizationRegistry {
    private final Map<Object, Object> resources = new ConcurrentHashMap<>();
    private List<Synchronization> synchronizations = new ArrayList<>();
    private @Nullable Object key;
    private boolean rollbackOnly;
    int rollbackOnlyCount;
    boolean failsToCommit;
    /** What each call throws from now on. */
    @Nullable
    RuntimeException broken;
    /** What marking for rollback throws. */
    @Nullable
    RuntimeException brokenMark;

    void begin(boolean markedAtOnce) {
        key = new Object();
        rollbackOnly = markedAtOnce;
        synchronizations = new ArrayList<>();
    }

    /** Returns whether it was committed, or should have been rolled back. */
    boolean end() {
        if (key == null) {
            return true;
        }
        boolean asWanted = rollbackOnly || !failsToCommit;
        completed(rollbackOnly || failsToCommit ? Status.STATUS_ROLLEDBACK : Status.STATUS_COMMITTED);
        return asWanted;
    }

    /** Ends it from another thread, as a server's clock does. */
    void timeOut() throws InterruptedException {
        var clock = new Thread(() -> completed(Status.STATUS_ROLLEDBACK));
        clock.start();
        clock.join();
    }

    private void completed(int status) {
        key = null;
        synchronizations.forEach(each -> each.afterCompletion(status));
    }

    @Override
    public @Nullable Object getTransactionKey() {
        if (broken != null) {
            throw broken;
        }
        return key;
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        if (key == null || rollbackOnly) {
            throw new IllegalStateException("no active transaction");
        }
        synchronizations.add(synchronization);
    }

    @Override
    public void setRollbackOnly() {
        if (brokenMark != null) {
            throw brokenMark;
        }
        if (key == null) {
            throw new IllegalStateException("no transaction");
        }
        rollbackOnlyCount++;
        rollbackOnly = true;
    }

    @Override
    public boolean getRollbackOnly() {
        return rollbackOnly;
    }

    @Override
    public int getTransactionStatus() {
        if (key == null) {
            return Status.STATUS_NO_TRANSACTION;
        }
        return rollbackOnly ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
    }

    @Override
    public void putResource(Object name, Object value) {
        resources.put(name, value);
    }

    @Override
    public @Nullable Object getResource(Object name) {
        return resources.get(name);
    }
}
