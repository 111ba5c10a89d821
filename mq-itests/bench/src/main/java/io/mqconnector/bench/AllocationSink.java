// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A handler that allocates nothing, and looks at what those around it allocate. From the first record on: later the poll
 * thread is some ten thousand records ahead, which would be missing.
 */
final class AllocationSink extends NumberSink {
    private final int expected;
    private final Supplier<ThreadUse> meter;
    /** Written again by whoever handles the first record. */
    private volatile ThreadUse before;

    /** Written again when all records are done. */
    private volatile ThreadUse after;

    /**
     * @param expected how many records
     * @param keys how many keys
     * @param meter looks at the threads involved
     */
    AllocationSink(int expected, int keys, Supplier<ThreadUse> meter) {
        super(expected, keys);
        this.expected = expected;
        this.meter = meter;
        this.before = meter.get();
        this.after = before;
    }

    @Override
    void accept(byte[] value) {
        begin();
        if (endInOrder(value) == 1) {
            before = meter.get();
        }
    }

    @Override
    void await(Duration patience) throws InterruptedException {
        super.await(patience);
        after = meter.get();
    }

    /** Bytes a record. */
    @Override
    double[] measured() {
        return new double[] {after.since(before) / (double) expected};
    }
}
