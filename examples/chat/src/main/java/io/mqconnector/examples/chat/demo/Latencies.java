// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Latencies of one kind, of the last interval and altogether, accurate to 0.1 %. Thread-safe. */
final class Latencies {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final double P99 = 99;

    private final Recorder recorder = new Recorder(1, MAX_MICROS, DIGITS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Histogram total = new Histogram(1, MAX_MICROS, DIGITS); // guarded by lock
    private @Nullable Histogram interval; // guarded by lock

    void record(long nanos) {
        recorder.recordValue(Math.min(MAX_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    /** 99 % since the last call took no longer; 0 if there were none. */
    long intervalP99Micros() {
        lock.lock();
        try {
            return nextInterval().getValueAtPercentile(P99);
        } finally {
            lock.unlock();
        }
    }

    /** 99 % altogether took no longer; 0 if there were none. Does not disturb the interval beyond ending it. */
    long totalP99Micros() {
        lock.lock();
        try {
            nextInterval();
            return total.getValueAtPercentile(P99);
        } finally {
            lock.unlock();
        }
    }

    private Histogram nextInterval() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return interval;
    }
}
