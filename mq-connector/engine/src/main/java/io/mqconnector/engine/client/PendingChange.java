// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.util.concurrent.CompletableFuture;

/**
 * A change that is prepared: whatever could fail has been tried, and nothing of it is in force. Ends once, by
 * {@link #commit()} or {@link #abort()}. For one thread at a time.
 */
public interface PendingChange {
    /**
     * Puts it in force; returns when it is.
     *
     * @return completes, never exceptionally, when all clients that it replaces have been replaced
     */
    CompletableFuture<Void> commit();

    /** Drops it: everything is as if it had never been prepared. */
    default void abort() {}

    /** One that cannot fail and replaces no client. */
    static PendingChange of(Runnable commit) {
        return () -> {
            commit.run();
            return CompletableFuture.completedFuture(null);
        };
    }
}
