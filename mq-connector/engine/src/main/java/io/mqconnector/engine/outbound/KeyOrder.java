// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which message of a key entered its lane last: only that one may be sent again without overtaking another. Keys share
 * places, which makes the answer no more often than needed, never yes wrongly. Thread-safe.
 */
final class KeyOrder {
    private static final int PLACES = 1 << 12;
    private static final int GOLDEN = 0x9E3779B9;

    private final AtomicLong serial = new AtomicLong();
    private final AtomicLongArray last = new AtomicLongArray(PLACES);

    /** One of this hash is about to look at the gate; returns its number. */
    long enter(int hash) {
        long number = serial.incrementAndGet();
        last.set(place(hash), number);
        return number;
    }

    /** Whether nobody of this hash entered after that one; with a closed gate that is final. */
    boolean isLast(int hash, long number) {
        return last.get(place(hash)) == number;
    }

    private static int place(int hash) {
        return (hash * GOLDEN) >>> (Integer.SIZE - 12);
    }
}
