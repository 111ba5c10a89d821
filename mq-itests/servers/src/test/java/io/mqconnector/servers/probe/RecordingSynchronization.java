// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.transaction.Synchronization;

/** Writes into the {@link Journal} how a transaction ended. */
final class RecordingSynchronization implements Synchronization {
    private final Thread deliveryThread = Thread.currentThread();

    @Override
    public void beforeCompletion() {
        Journal.add("sync.before");
    }

    @Override
    public void afterCompletion(int status) {
        Journal.add("sync." + TransactionState.nameOf(status)
                + (Thread.currentThread() == deliveryThread ? "" : " on another thread"));
    }
}
