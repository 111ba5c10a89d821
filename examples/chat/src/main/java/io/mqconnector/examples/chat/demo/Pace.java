// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** When each of many equally spaced things is due. Late ones are due at once: the average is kept. Immutable. */
final class Pace {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How late a wait notices that it is over for another reason. */
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long startNanos;
    private final int perSecond;

    /**
     * @param startNanos when number 0 is due, by {@link System#nanoTime()}
     * @param perSecond how many a second, positive
     */
    Pace(long startNanos, int perSecond) {
        if (perSecond <= 0) {
            throw new IllegalArgumentException("perSecond " + perSecond + " is not positive");
        }
        this.startNanos = startNanos;
        this.perSecond = perSecond;
    }

    /** When number {@code n} is due; exact, however large {@code n} is. */
    long dueNanos(long n) {
        return startNanos + n / perSecond * NANOS_PER_SECOND + n % perSecond * NANOS_PER_SECOND / perSecond;
    }

    /**
     * Waits until number {@code n} is due, or {@code isOver} says that nobody wants it any more.
     *
     * @return when it was due
     * @throws InterruptedException if the thread is interrupted
     */
    long await(long n, BooleanSupplier isOver) throws InterruptedException {
        long dueNanos = dueNanos(n);
        long leftNanos = dueNanos - System.nanoTime();
        while (leftNanos > 0 && !isOver.getAsBoolean()) {
            LockSupport.parkNanos(this, Math.min(leftNanos, LONGEST_PARK_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            leftNanos = dueNanos - System.nanoTime();
        }
        return dueNanos;
    }
}
