// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does something at a fixed rate, however long it takes: who measures from the time at which it was due sees the wait of
 * all that a slow one delays. Stateless.
 */
final class Pace {
    private Pace() {}

    /** One of the things to do. */
    interface Step {
        /**
         * Does it.
         *
         * @param number from 0
         * @param dueNanos the {@code System.nanoTime()} at which it should begin; it has passed
         */
        void take(int number, long dueNanos);
    }

    /** Takes so many steps, each when it is due or, if that has passed, at once. */
    static void run(int count, int perSecond, Step step) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            step.take(i, due);
        }
    }
}
