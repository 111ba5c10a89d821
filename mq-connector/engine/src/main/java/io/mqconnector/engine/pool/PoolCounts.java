// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.metrics.LatencyWindow;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What a pool has done. Thread-safe. */
final class PoolCounts {
    final LongAdder created = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder borrowed = new LongAdder();
    final LongAdder exhausted = new LongAdder();
    final LongAdder leaked = new LongAdder();
    /** Never changed after construction. */
    private final Map<Cause, LongAdder> destroyed = new EnumMap<>(Cause.class);

    private final LatencyWindow borrowing;
    private final LatencyWindow.Writer borrowWriter;
    /** Guards {@link #borrowWriter}, which allows one thread at a time. */
    private final ReentrantLock borrowingLock = new ReentrantLock();

    PoolCounts(LongSupplier nanoTime) {
        for (Cause cause : Cause.values()) {
            destroyed.put(cause, new LongAdder());
        }
        borrowing = new LatencyWindow(nanoTime);
        borrowWriter = borrowing.writer();
    }

    void destroyed(Cause cause) {
        destroyed.computeIfPresent(cause, (same, count) -> {
            count.increment();
            return count;
        });
    }

    Map<Cause, Long> destroyedByCause() {
        var counts = new EnumMap<Cause, Long>(Cause.class);
        destroyed.forEach((cause, count) -> counts.put(cause, count.sum()));
        return counts;
    }

    void borrowed(long nanos) {
        borrowed.increment();
        borrowingLock.lock();
        try {
            borrowWriter.recordMicros(nanos / 1_000);
        } finally {
            borrowingLock.unlock();
        }
    }

    LatencyWindow.Snapshot borrowing() {
        return borrowing.snapshot(borrowed.sum());
    }
}
