// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A handler that waits, and notes how long each record was under way from its send to here. */
final class ZipfSink extends SleepingSink {
    /** Keys of a lower rank are so frequent that they queue up behind themselves. */
    static final int FIRST_COLD_RANK = 3;

    private static final int DIGITS = 3;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private final Histogram hotNanos = new ConcurrentHistogram(DIGITS);
    private final Histogram coldNanos = new ConcurrentHistogram(DIGITS);

    ZipfSink(int expected, int keys) {
        super(expected, keys);
    }

    @Override
    void accept(byte[] value) throws InterruptedException {
        long nanos = System.nanoTime() - NumberedValue.nanos(value);
        (NumberedValue.key(value) < FIRST_COLD_RANK ? hotNanos : coldNanos).recordValue(nanos);
        super.accept(value);
    }

    /** Cold p99 and p99.9, hot p99 and the rate. */
    @Override
    double[] measured() {
        return new double[] {millis(coldNanos, P99), millis(coldNanos, P999), millis(hotNanos, P99), perSecond()};
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
