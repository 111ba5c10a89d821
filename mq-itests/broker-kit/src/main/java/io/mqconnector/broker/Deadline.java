// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A point in time by {@link System#nanoTime()}, and the wait for a condition until then. Immutable, thread-safe. */
public final class Deadline {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final long startNanos = System.nanoTime();
    private final long limitNanos;

    private Deadline(Duration limit) {
        limitNanos = limit.toNanos();
    }

    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    public boolean isOver() {
        return System.nanoTime() - startNanos >= limitNanos;
    }

    /** What is left, never negative. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, limitNanos - (System.nanoTime() - startNanos)));
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /**
     * Looks at the condition every 10 ms until it holds or the time is up.
     *
     * @return whether the condition held
     * @throws KafkaBrokerException if the thread is interrupted; its flag stays set
     */
    public boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            pause();
        }
        return true;
    }

    /**
     * Between two looks: parks for 10 ms.
     *
     * @throws KafkaBrokerException if the thread is interrupted; its flag stays set
     */
    void pause() {
        if (Thread.currentThread().isInterrupted()) {
            throw new KafkaBrokerException("interrupted after " + elapsed(), null);
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
    }
}
