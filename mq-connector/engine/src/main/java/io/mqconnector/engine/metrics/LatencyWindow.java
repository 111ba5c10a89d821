// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntervalHistogramProvider;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;
import org.HdrHistogram.ValueRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Latencies of the last minute: each writer is one thread that records without a lock, any thread reads.
 *
 * <p>Six slots of ten seconds, dropped one by one as they age. Two significant digits from 1 us to 10 minutes. HdrHistogram
 * with a single writer costs about 10 ns a value; Dropwizard's decaying reservoir costs about 90 ns and allocates.
 */
public final class LatencyWindow {
    private static final int SLOTS = 6;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LARGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 2;

    private final LongSupplier nanoTime;
    private final List<Writer> writers = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Histogram[] slots = new Histogram[SLOTS];
    /** Guarded by {@link #lock}. */
    private final long[] slotCounts = new long[SLOTS];
    /** Guarded by {@link #lock}: when the present slot began, and its place. */
    private long slotSinceNanos;
    /** Guarded by {@link #lock}. */
    private int slot;
    /** Guarded by {@link #lock}: how many slots have been used, at most all. */
    private int usedSlots = 1;
    /** Guarded by {@link #lock}: the event count at the last reading. */
    private long lastCount;

    /** @param nanoTime the clock */
    public LatencyWindow(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.slotSinceNanos = nanoTime.getAsLong();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Histogram(1, LARGEST_MICROS, DIGITS);
        }
    }

    /** One more writer, which lives as long as this window unless it is {@linkplain #end ended}. */
    public Writer writer() {
        var writer = new Writer(new SingleWriterRecorder(1, LARGEST_MICROS, DIGITS));
        writers.add(writer);
        return writer;
    }

    /** As {@link #writer()}, for several threads at once: costs three times as much. */
    public Writer sharedWriter() {
        var writer = new Writer(new Recorder(1, LARGEST_MICROS, DIGITS));
        writers.add(writer);
        return writer;
    }

    /** Takes over what a writer has recorded and forgets the writer. */
    public void end(Writer writer) {
        lock.lock();
        try {
            if (writers.remove(writer)) {
                advance(nanoTime.getAsLong());
                take(writer);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the last minute holds.
     *
     * @param totalCount a counter of the same events, timed or not, from which the rate is taken
     */
    public Snapshot snapshot(long totalCount) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            advance(now);
            for (Writer writer : writers) {
                take(writer);
            }
            slotCounts[slot] += totalCount - lastCount;
            lastCount = totalCount;
            var sum = new Histogram(1, LARGEST_MICROS, DIGITS);
            long events = 0;
            for (int i = 0; i < SLOTS; i++) {
                sum.add(slots[i]);
                events += slotCounts[i];
            }
            double seconds = ((usedSlots - 1) * SLOT_NANOS + (now - slotSinceNanos)) / 1e9;
            boolean empty = sum.getTotalCount() == 0;
            return new Snapshot(
                    sum.getTotalCount(),
                    seconds <= 0 ? 0 : events / seconds,
                    empty ? 0 : Math.round(sum.getMean()),
                    sum.getValueAtPercentile(50),
                    sum.getValueAtPercentile(99),
                    sum.getValueAtPercentile(99.9),
                    sum.getMaxValue());
        } finally {
            lock.unlock();
        }
    }

    private void take(Writer writer) {
        var read = writer.source.getIntervalHistogram(writer.interval);
        writer.interval = read;
        slots[slot].add(read);
    }

    private void advance(long now) {
        int steps = 0;
        while (now - slotSinceNanos >= SLOT_NANOS && steps < SLOTS) {
            slot = (slot + 1) % SLOTS;
            slots[slot].reset();
            slotCounts[slot] = 0;
            slotSinceNanos += SLOT_NANOS;
            usedSlots = Math.min(SLOTS, usedSlots + 1);
            steps++;
        }
        if (now - slotSinceNanos >= SLOT_NANOS) {
            slotSinceNanos = now - (now - slotSinceNanos) % SLOT_NANOS;
        }
    }

    /** Where one thread at a time records, unless it is shared. */
    public static final class Writer {
        private final ValueRecorder recorder;
        /** The same object. */
        private final IntervalHistogramProvider<Histogram> source;
        /** Reused for reading; guarded by the window's lock. */
        private @Nullable Histogram interval;

        private <R extends ValueRecorder & IntervalHistogramProvider<Histogram>> Writer(R recorder) {
            this.recorder = recorder;
            this.source = recorder;
        }

        /** Adds a value; one out of range counts as the nearest in range. */
        public void recordMicros(long micros) {
            recorder.recordValue(inRange(micros));
        }

        /** As {@link #recordMicros(long)}, so many times. */
        public void recordMicros(long micros, int times) {
            recorder.recordValueWithCount(inRange(micros), times);
        }

        private static long inRange(long micros) {
            return micros < 1 ? 1 : Math.min(micros, LARGEST_MICROS);
        }
    }

    /**
     * One reading.
     *
     * @param timedCount how many values it rests on
     * @param perSecond events a second, timed or not
     * @param meanMicros mean
     * @param p50Micros median
     * @param p99Micros 99th percentile
     * @param p999Micros 99.9th percentile
     * @param maxMicros largest
     */
    public record Snapshot(
            long timedCount,
            double perSecond,
            long meanMicros,
            long p50Micros,
            long p99Micros,
            long p999Micros,
            long maxMicros) {}
}
