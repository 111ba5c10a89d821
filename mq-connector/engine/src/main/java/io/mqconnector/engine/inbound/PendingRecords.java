// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records that a batch mailbox has taken and not settled, in order; no object for each. For whoever has the mailbox. */
final class PendingRecords {
    private static final int INITIAL = 16;

    private @Nullable Segment[] segments = new Segment[INITIAL];
    private int[] indexes = new int[INITIAL];
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    boolean isEmpty() {
        return from == to;
    }

    void add(Segment segment, int index) {
        if (to == segments.length) {
            makeRoom();
        }
        segments[to] = segment;
        indexes[to] = index;
        to++;
    }

    Segment segment(int position) {
        var segment = segments[from + position];
        if (segment == null) {
            throw new IndexOutOfBoundsException("position " + position + " of " + size());
        }
        return segment;
    }

    int index(int position) {
        return indexes[from + position];
    }

    /** The record, null if it has been settled meanwhile. */
    @Nullable
    ConsumerRecord<byte[], byte[]> record(int position) {
        return segment(position).undone(index(position));
    }

    /** Leaves out the first so many, but for those to be kept, which stay in order. */
    void leave(int count, boolean[] isKept) {
        int kept = 0;
        for (int i = count - 1; i >= 0; i--) {
            if (isKept[i]) {
                kept++;
                segments[from + count - kept] = segments[from + i];
                indexes[from + count - kept] = indexes[from + i];
            }
        }
        skip(count - kept);
    }

    /** Leaves out one, if it is there. */
    void leave(Segment segment, int index) {
        for (int i = from; i < to; i++) {
            if (segments[i] == segment && indexes[i] == index) {
                System.arraycopy(segments, from, segments, from + 1, i - from);
                System.arraycopy(indexes, from, indexes, from + 1, i - from);
                skip(1);
                return;
            }
        }
    }

    /** Leaves out the first so many. */
    void skip(int count) {
        // or a mailbox would keep segments that are done
        Arrays.fill(segments, from, from + count, null);
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    private void makeRoom() {
        int size = size();
        var longer = size > segments.length / 2 ? new Segment[2 * segments.length] : new Segment[segments.length];
        var moreIndexes = new int[longer.length];
        System.arraycopy(segments, from, longer, 0, size);
        System.arraycopy(indexes, from, moreIndexes, 0, size);
        segments = longer;
        indexes = moreIndexes;
        from = 0;
        to = size;
    }
}
