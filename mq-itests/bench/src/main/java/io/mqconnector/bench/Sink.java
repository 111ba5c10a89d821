// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The trivial handler, the one with which the numbers in facts/peers.md were taken: order per key in a map, a shared
 * count. Thread-safe.
 */
final class Sink {
    private final int expected;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger disordered = new AtomicInteger();
    private final ConcurrentHashMap<String, Long> lastOffsets = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(1);
    /** 0 until the first record. */
    private volatile long firstNanos;
    /** Written before {@link #complete} opens. */
    private volatile long lastNanos;

    Sink(int expected) {
        this.expected = expected;
    }

    /** Handles one record. */
    void accept(String key, long offset) {
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
        }
        Long last = lastOffsets.put(key, offset);
        if (last != null && last >= offset) {
            disordered.incrementAndGet();
        }
        if (count.incrementAndGet() == expected) {
            lastNanos = System.nanoTime();
            complete.countDown();
        }
    }

    boolean isComplete() {
        return complete.getCount() == 0;
    }

    /** Waits for the last record; whether it came is for {@link #verify} to say. */
    void await(Duration patience) throws InterruptedException {
        boolean ignored = complete.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * After the consumer is closed.
     *
     * @param what names the run
     * @throws WrongResultException if records are missing, came twice or out of order
     */
    void verify(String what) {
        if (count.get() != expected || disordered.get() > 0) {
            throw new WrongResultException(what + ": " + count.get() + " records handled of " + expected + ", "
                    + disordered.get() + " of them out of order or again");
        }
    }

    /** Records a second, from the first call to the end of the last. */
    double perSecond() {
        return expected * (double) TimeUnit.SECONDS.toNanos(1) / (lastNanos - firstNanos);
    }
}
