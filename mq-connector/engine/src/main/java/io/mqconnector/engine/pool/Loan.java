// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A producer lent for a while, and who has it. Ends once, by {@link #release()} or {@link #discard}. Thread-safe.
 */
public final class Loan {
    private final ProducerPool pool;
    private final PooledProducer producer;
    private final String borrower;
    private final @Nullable Throwable stack;
    private final long sinceNanos;
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Set once, before the loan is handed out. */
    private volatile @Nullable ScheduledFuture<?> watch;
    /** Set once, by the watch. */
    private volatile boolean reported;

    Loan(ProducerPool pool, PooledProducer producer, String borrower, @Nullable Throwable stack, long sinceNanos) {
        this.pool = pool;
        this.producer = producer;
        this.borrower = borrower;
        this.stack = stack;
        this.sinceNanos = sinceNanos;
    }

    /** What is lent. */
    public PooledProducer producer() {
        return producer;
    }

    /** The name of the thread that borrowed it. */
    public String borrower() {
        return borrower;
    }

    /** Where it was borrowed; null unless leak detection is on. */
    public @Nullable Throwable stack() {
        return stack;
    }

    /** Gives it back, for others if it is sound; returns at once. Idempotent. */
    public void release() {
        if (end()) {
            pool.giveBack(this);
        }
    }

    /** Gives it back to be closed; the future is done when it is. Idempotent. */
    public CompletableFuture<@Nullable Void> discard(Cause cause) {
        if (end()) {
            pool.takeBack(this, cause);
        }
        return producer.closing();
    }

    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    void watchedBy(ScheduledFuture<?> task) {
        watch = task;
        if (ended.get()) {
            task.cancel(false);
        }
    }

    /** Whether this is the time to report it: it has not ended. */
    boolean report() {
        if (ended.get()) {
            return false;
        }
        reported = true;
        return true;
    }

    boolean isReported() {
        return reported;
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        var task = watch;
        if (task != null) {
            task.cancel(false);
        }
        return true;
    }
}
