// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.Arrays;

/**
 * Which offsets from a frontier on are done although something before them is not. Immutable and thread-safe.
 *
 * <p>Alternating ranges of what is not done and what is, beginning with the frontier; an offset that no record has may be
 * in either.
 */
final class DoneRanges {
    static final DoneRanges NONE = new DoneRanges(new long[] {0});

    /** The frontier, then ends of ranges: not done, done, not done, done, … */
    private final long[] bounds;

    /** @param bounds ascending, the frontier first, an odd number of them */
    DoneRanges(long[] bounds) {
        if (bounds.length % 2 == 0) {
            throw new IllegalArgumentException(bounds.length + " bounds are no pairs behind a frontier");
        }
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw new IllegalArgumentException("bounds do not ascend: " + Arrays.toString(bounds));
            }
        }
        this.bounds = bounds.clone();
    }

    /** Nothing beyond {@code frontier} is done. */
    static DoneRanges ofNothing(long frontier) {
        return new DoneRanges(new long[] {frontier});
    }

    /** These, and those of {@code later} from {@code from} on, which is not before the end of these. */
    DoneRanges with(DoneRanges later, long from) {
        long start = Math.max(from, Math.max(end(), bounds[0] + 1));
        var joined = Arrays.copyOf(bounds, bounds.length + later.bounds.length);
        int count = bounds.length;
        for (int i = 1; i + 1 < later.bounds.length; i += 2) {
            long first = Math.max(later.bounds[i], start);
            if (later.bounds[i + 1] <= first) {
                continue;
            }
            if (first == joined[count - 1]) {
                // goes on where the last one ends
                count--;
            } else {
                joined[count++] = first;
            }
            joined[count++] = later.bounds[i + 1];
        }
        return new DoneRanges(Arrays.copyOf(joined, count));
    }

    boolean isEmpty() {
        return bounds.length == 1;
    }

    /** Behind the last offset that is done. */
    long end() {
        return bounds[bounds.length - 1];
    }

    /** Whether a record of that offset is done. */
    boolean contains(long offset) {
        if (offset < bounds[0] || offset >= end()) {
            return false;
        }
        int found = Arrays.binarySearch(bounds, offset);
        int range = found >= 0 ? found : -found - 2;
        return range % 2 == 1;
    }

    /** The offset itself, or the end of the range of done records that it is in. */
    long firstUndone(long offset) {
        if (!contains(offset)) {
            return offset;
        }
        int found = Arrays.binarySearch(bounds, offset);
        return bounds[found >= 0 ? found + 1 : -found - 1];
    }

    /** Frontier and ends of ranges. */
    long[] bounds() {
        return bounds.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoneRanges ranges && Arrays.equals(bounds, ranges.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }

    /** Told of records in the order of their offsets. For one thread. */
    static final class Builder {
        private final int maxRanges;
        private long[] bounds = new long[16];
        /** How many bounds are fixed: an odd number while records are not done, an even number while they are. */
        private int count = 1;
        /** Behind the last record told, if that is known. */
        private long end;

        /**
         * @param frontier the first offset that is not done
         * @param maxRanges so many ranges of done records at most
         */
        Builder(long frontier, int maxRanges) {
            this.maxRanges = maxRanges;
            bounds[0] = frontier;
            end = frontier;
        }

        /**
         * The next record is not done.
         *
         * @return whether there is room for more
         */
        boolean undone(long offset) {
            if (count % 2 == 0) {
                // done until here
                push(offset);
            }
            end = offset + 1;
            return count / 2 < maxRanges;
        }

        /** The next record is done. */
        void done() {
            if (count % 2 == 1 && end > bounds[count - 1]) {
                push(end);
            }
        }

        /** The last record told is done, and is the one before {@code offset}. */
        void doneTo(long offset) {
            end = offset;
        }

        /** What was told; records that are not done at the end are not mentioned. */
        DoneRanges build() {
            if (count % 2 == 0) {
                push(end);
            }
            return new DoneRanges(Arrays.copyOf(bounds, count));
        }

        private void push(long bound) {
            if (count == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * count);
            }
            bounds[count++] = bound;
        }
    }
}
