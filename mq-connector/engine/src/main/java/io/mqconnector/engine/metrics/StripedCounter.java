// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter that many threads raise at once, each in a cell of its own cache lines, and that tells each what its cell held
 * before: {@link java.util.concurrent.atomic.LongAdder} does not, and the hot path takes its sampling decision from it.
 *
 * <p>Thread-safe. {@link #sum()} is exact when nobody is counting, and never less than what happened before it.
 */
public final class StripedCounter {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CELLS = 8;
    /** 16 longs are 128 bytes: two cache lines, since processors fetch them in pairs. */
    private static final int SPACING = 16;

    /** Every element is only touched through {@link #CELL}. */
    private final long[] cells = new long[(CELLS + 2) * SPACING];

    /** Adds one and returns what this thread's cell held before. */
    public long increment() {
        return (long) CELL.getAndAdd(cells, index(), 1L);
    }

    /** Takes one back; by the thread that added it. */
    public void decrement() {
        CELL.getAndAdd(cells, index(), -1L);
    }

    /** The count. */
    public long sum() {
        long sum = 0;
        for (int i = 1; i <= CELLS; i++) {
            sum += (long) CELL.getVolatile(cells, i * SPACING);
        }
        return sum;
    }

    private static int index() {
        // Fibonacci hashing: consecutive thread ids fall into different cells
        long spread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return ((int) (spread >>> 61) + 1) * SPACING;
    }
}
