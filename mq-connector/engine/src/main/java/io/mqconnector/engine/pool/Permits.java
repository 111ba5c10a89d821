// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The right to have a producer, given in the order it was asked for. The number can be lowered below what is given out; then
 * as many must come back before the next is given. Thread-safe.
 */
final class Permits {
    private static final int ALL = Integer.MAX_VALUE / 2;

    private final AtomicInteger count;
    private final Lowerable semaphore;

    Permits(int count) {
        this.count = new AtomicInteger(count);
        this.semaphore = new Lowerable(count);
    }

    boolean tryAcquire(long nanos) throws InterruptedException {
        return semaphore.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    }

    /** One beyond the number, for a replacement whose predecessor is about to come back. */
    void exceed() {
        semaphore.lower(1);
    }

    void release() {
        semaphore.release();
    }

    void resize(int newCount) {
        int before = count.getAndSet(newCount);
        if (newCount > before) {
            semaphore.release(newCount - before);
        } else {
            semaphore.lower(before - newCount);
        }
    }

    int count() {
        return count.get();
    }

    int waiterCount() {
        return semaphore.getQueueLength();
    }

    /** Lets everybody through, who then finds the pool closed. */
    void open() {
        semaphore.release(ALL);
    }

    private static final class Lowerable extends Semaphore {
        private static final long serialVersionUID = 1L;

        Lowerable(int count) {
            super(count, true);
        }

        void lower(int by) {
            reducePermits(by);
        }
    }
}
