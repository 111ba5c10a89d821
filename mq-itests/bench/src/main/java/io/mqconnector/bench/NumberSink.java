// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A trivial handler that allocates nothing: order per key by the numbers in {@link NumberedValue}s. */
class NumberSink extends Trial {
    private final AtomicIntegerArray lastNumbers;

    /**
     * @param expected how many records
     * @param keys how many keys
     */
    NumberSink(int expected, int keys) {
        super(expected);
        int[] none = new int[keys];
        Arrays.fill(none, -1);
        this.lastNumbers = new AtomicIntegerArray(none);
    }

    /** Handles one record. */
    void accept(byte[] value) throws Exception {
        begin();
        endInOrder(value);
    }

    /**
     * When a record is done.
     *
     * @return how many are done now
     */
    final int endInOrder(byte[] value) {
        int number = NumberedValue.number(value);
        return end(lastNumbers.getAndSet(NumberedValue.key(value), number) < number);
    }
}
