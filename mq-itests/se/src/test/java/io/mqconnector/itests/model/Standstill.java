// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * When nothing went on in this JVM, be it that its garbage was collected or that others had the processors: a thread that wants
 * nothing but to wake every few milliseconds writes down when it could not. Whoever says how long something may take at most
 * leaves that out. Thread-safe.
 */
public final class Standstill implements AutoCloseable {
    private static final long BEAT_NANOS = Duration.ofMillis(5).toNanos();
    /** Threads may always have to wait a little. */
    private static final long LATE_NANOS = Duration.ofMillis(50).toNanos();

    /** From one moment to another. */
    record Gap(long sinceNanos, long untilNanos) {
        long nanosWithin(long since, long until) {
            return Math.max(0, Math.min(until - since, untilNanos - since) - Math.max(0, sinceNanos - since));
        }
    }

    private final Queue<Gap> gaps = new ConcurrentLinkedQueue<>();
    private volatile boolean isClosed;

    /** Looks from now on until it is closed. */
    public Standstill() {
        var thread = new Thread(this::run, "model-pulse");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long before = System.nanoTime();
        while (!isClosed) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            if (now - before >= LATE_NANOS) {
                gaps.add(new Gap(before, now));
            }
            before = now;
        }
    }

    /** How much of that time, by {@link System#nanoTime}; of what is under way nothing is known yet. */
    public long nanosWithin(long since, long until) {
        return gaps.stream().mapToLong(gap -> gap.nanosWithin(since, until)).sum();
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
