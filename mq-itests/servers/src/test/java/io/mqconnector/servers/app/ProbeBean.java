// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import io.mqconnector.servers.probe.Journal;
import io.mqconnector.servers.probe.ProbeListener;
import io.mqconnector.servers.probe.TransactionState;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDrivenContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does what the message says: {@code return}, {@code throw} and so on; after an insert if it ends with {@code +database}. */
abstract class ProbeBean implements ProbeListener {
    static final String WITH_DATABASE = "+database";

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    /** Longer than the transactions' time-out in the tests; they say so. */
    private static final long TOO_LONG_NANOS = Duration.ofSeconds(20).toNanos();

    @Resource
    private MessageDrivenContext context;

    @Resource
    private TransactionSynchronizationRegistry registry;

    void play(String behaviour) {
        boolean hasDatabase = behaviour.endsWith(WITH_DATABASE);
        if (hasDatabase) {
            ProbeDatabase.insertRow();
        }
        switch (hasDatabase ? behaviour.substring(0, behaviour.length() - WITH_DATABASE.length()) : behaviour) {
            case "return" -> Journal.add("bean");
            case "throw" -> throw new IllegalStateException("as told");
            case "error" -> throw new AssertionError("as told");
            case "setRollbackOnly" -> context.setRollbackOnly();
            case "commit fails" -> registry.registerInterposedSynchronization(new FailingSynchronization());
            case "time-out" -> awaitTimeout();
            default -> throw new IllegalArgumentException(behaviour);
        }
    }

    private void awaitTimeout() {
        long start = System.nanoTime();
        while (registry.getTransactionStatus() == Status.STATUS_ACTIVE && System.nanoTime() - start < TOO_LONG_NANOS) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
        Journal.add("bean saw " + TransactionState.nameOf(registry.getTransactionStatus()));
    }

    private static final class FailingSynchronization implements Synchronization {
        @Override
        public void beforeCompletion() {
            Journal.add("veto");
            throw new IllegalStateException("as told");
        }

        @Override
        public void afterCompletion(int status) {
            // nothing is left to do
        }
    }
}
