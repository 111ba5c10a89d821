// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter that one thread at a time raises, without a locked instruction, and any thread reads. */
public final class SingleWriterCounter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SingleWriterCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written by the one writer with release, read with acquire. */
    private long value;

    /** Adds; by the writer only. */
    public void add(long amount) {
        VALUE.setRelease(this, value + amount);
    }

    /** The count. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}
