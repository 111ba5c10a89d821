// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter that one thread at a time raises, without a locked instruction, and any thread reads.
 *
 * <p>It shares its cache lines with nothing: beside the fields of whoever owns it, each acknowledgement would take the
 * line away from the thread that sends.
 */
public final class SingleWriterCounter {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** 16 longs are 128 bytes: two cache lines, since processors fetch them in pairs. */
    private static final int SPACING = 16;

    /** One element is used: written by the one writer with release, read with acquire. */
    private final long[] cell = new long[2 * SPACING + 1];

    /** Adds; by the writer only. */
    public void add(long amount) {
        CELL.setRelease(cell, SPACING, cell[SPACING] + amount);
    }

    /** The count. */
    public long get() {
        return (long) CELL.getAcquire(cell, SPACING);
    }
}
