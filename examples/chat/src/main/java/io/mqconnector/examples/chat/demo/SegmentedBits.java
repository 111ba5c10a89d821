// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A long row of 64-bit words, all 0 at first, whose bits are only ever set. Thread-safe, without locks.
 *
 * <p>Memory is taken in segments of 8 KiB where a bit is set, so that a row may begin anywhere.
 */
final class SegmentedBits {
    private static final int SEGMENT_SHIFT = 10;
    private static final int SEGMENT_MASK = (1 << SEGMENT_SHIFT) - 1;

    private final ConcurrentHashMap<Long, AtomicLongArray> segments = new ConcurrentHashMap<>();

    /**
     * Sets the bits of {@code mask}.
     *
     * @param word which word, 0 or more
     * @return the word as it was before
     */
    long getAndSet(long word, long mask) {
        Long segment = word >> SEGMENT_SHIFT;
        AtomicLongArray words = segments.get(segment);
        if (words == null) {
            words = segments.computeIfAbsent(segment, missing -> new AtomicLongArray(1 << SEGMENT_SHIFT));
        }
        return words.getAndAccumulate((int) word & SEGMENT_MASK, mask, SegmentedBits::or);
    }

    long get(long word) {
        @Nullable AtomicLongArray words = segments.get(word >> SEGMENT_SHIFT);
        return words == null ? 0 : words.get((int) word & SEGMENT_MASK);
    }

    int segmentCount() {
        return segments.size();
    }

    private static long or(long word, long mask) {
        return word | mask;
    }
}
