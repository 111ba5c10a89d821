// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Whether the members of a subscription are wanted, and when those that are not must have ended. Thread-safe. */
final class Life {
    private enum Phase {
        WANTED,
        /** Not wanted until it is started again. */
        STOPPED,
        /** Not wanted any more. */
        CLOSED
    }

    private final ReentrantLock lock;
    private final LongSupplier nanoTime;
    /** Something may have changed that somebody waits for. */
    private final Condition changed;
    /** Guarded by {@link #lock}, read without it. */
    private volatile Phase phase = Phase.WANTED;
    /** Until when what has begun may finish; written under {@link #lock}, before the phase that it belongs to. */
    private volatile long deadlineNanos;
    /** Whether something begun was not finished in time since the last end began; written by poll threads. */
    private volatile boolean isIncomplete;

    /**
     * @param lock of the members, under which they come and go
     * @param nanoTime the clock
     */
    Life(ReentrantLock lock, LongSupplier nanoTime) {
        this.lock = lock;
        this.nanoTime = nanoTime;
        this.changed = lock.newCondition();
    }

    boolean isWanted() {
        return phase == Phase.WANTED;
    }

    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Wants no members for now; tells whether it did before. */
    boolean stop(long deadline) {
        return end(Phase.STOPPED, deadline, phase -> phase == Phase.WANTED);
    }

    /** Wants no members for ever; tells whether this is the first time. */
    boolean close(long deadline) {
        return end(Phase.CLOSED, deadline, phase -> phase != Phase.CLOSED);
    }

    private boolean end(Phase next, long deadline, Predicate<Phase> from) {
        lock.lock();
        try {
            if (!from.test(phase)) {
                return false;
            }
            if (phase == Phase.WANTED) {
                isIncomplete = false;
            }
            deadlineNanos = deadline;
            phase = next;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Wants members again; tells whether it was stopped. */
    boolean start() {
        lock.lock();
        try {
            if (phase != Phase.STOPPED) {
                return false;
            }
            phase = Phase.WANTED;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look again. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something is so.
     *
     * @param condition looked at under the lock
     * @param nanos longest wait
     * @return whether it is
     * @throws InterruptedException if interrupted; also when it is so
     */
    boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits, under the lock; for tests. */
    boolean hasWaiters() {
        return lock.hasWaiters(changed);
    }

    /** What is left of the time for ending. */
    Duration timeLeft() {
        return Duration.ofNanos(Math.max(1, deadlineNanos - nanoTime.getAsLong()));
    }

    /** Something begun was not finished or committed. */
    void incomplete() {
        isIncomplete = true;
    }

    boolean isComplete() {
        return !isIncomplete;
    }
}
