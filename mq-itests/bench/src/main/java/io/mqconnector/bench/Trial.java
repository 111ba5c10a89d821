// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run's records: how many came, whether in order, and when. What is done with each is a subclass's. Made just before
 * the consumer is. Thread-safe.
 */
abstract class Trial {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final int expected;
    private final long startNanos = System.nanoTime();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger disordered = new AtomicInteger();
    private final CountDownLatch complete = new CountDownLatch(1);
    /** 0 until the first record. */
    private volatile long firstNanos;
    /** Written before {@link #complete} opens. */
    private volatile long lastNanos;

    /** @param expected how many records */
    Trial(int expected) {
        this.expected = expected;
    }

    /** Before anything is done with a record. */
    final void begin() {
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
        }
    }

    /**
     * When a record is done.
     *
     * @param isInOrder whether those of its key before it came before it, and itself not before
     * @return how many are done now
     */
    final int end(boolean isInOrder) {
        if (!isInOrder) {
            disordered.incrementAndGet();
        }
        int done = count.incrementAndGet();
        if (done == expected) {
            lastNanos = System.nanoTime();
            complete.countDown();
        }
        return done;
    }

    final boolean isComplete() {
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

    /** After {@link #verify}: one value for each measure of the workload. */
    double[] measured() {
        return new double[] {perSecond()};
    }

    /** Records a second, from the first call to the end of the last. */
    final double perSecond() {
        return expected * (double) TimeUnit.SECONDS.toNanos(1) / (lastNanos - firstNanos);
    }

    /** From the making of this to the end of the last record. */
    final double millis() {
        return (lastNanos - startNanos) / NANOS_PER_MILLI;
    }

    /** From the first call to the end of the last record. */
    final double millisFromFirst() {
        return (lastNanos - firstNanos) / NANOS_PER_MILLI;
    }
}
