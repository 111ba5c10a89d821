// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.engine.outbound.RotationReport;
import io.mqconnector.engine.outbound.StripedProducer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Gives a random stripe another producer, again and again. For one run, on a thread of its own. */
final class Rotator extends Thread {
    static final int EVERY_MILLIS = 20;

    private static final int DIGITS = 3;

    private final StripedProducer producer;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Random random = new Random(1);
    /** Written by this thread; read when it has ended. */
    private final Histogram holdNanos = new Histogram(DIGITS);
    /** Written by this thread; read when it has ended. */
    private @Nullable String problem;

    Rotator(StripedProducer producer) {
        super("bench-rotator");
        this.producer = producer;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (problem == null && !ended.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                RotationReport report =
                        producer.rotate(random.nextInt(producer.stripeCount())).join();
                holdNanos.recordValue(TimeUnit.MICROSECONDS.toNanos(report.longestHoldMicros()));
                problem = report.isApplied() ? null : "a rotation failed: " + report.failure();
            }
        } catch (InterruptedException e) {
            problem = "interrupted";
        }
    }

    /** Lets the rotation that goes on end, and begins no other. */
    void end() throws InterruptedException {
        ended.countDown();
        join();
    }

    /**
     * After {@link #end}: how long the senders of the stripe were held, the p99 of all rotations.
     *
     * @throws WrongResultException if one failed or there was none
     */
    double holdMillis() {
        if (problem == null && holdNanos.getTotalCount() == 0) {
            problem = "nothing was rotated";
        }
        if (problem != null) {
            throw new WrongResultException(problem);
        }
        return Percentile.of(holdNanos, 99, TimeUnit.MILLISECONDS);
    }
}
