// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition is done, for one assignment of it: what may be committed.
 *
 * <p>Offsets are not dense (compaction and transaction markers leave gaps), so it keeps the records received, and the
 * frontier is the first that is not done; when all are, it is the position that the next poll starts from.
 *
 * <p>Confined to the poll thread, but for {@link #finished(int)}, {@link #finishedCount()} and {@link #inFlight}.
 */
final class Frontier {
    /** Added to {@link #finishedCount} when nothing more counts. */
    private static final long ENDED = 1L << 62;

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    /** Into the first segment: everything before it is done. */
    private int headIndex;
    /** Records before {@link #headIndex} that have been received. */
    private long headCount;
    /** Where the next poll starts. */
    private OffsetAndMetadata polled;

    /** Records received so far; written by the poll thread. */
    private volatile long receivedCount;
    /** Records done so far, in bulk: may be behind the slots for the length of a worker's slice. With {@link #ENDED}. */
    private final AtomicLong finishedCount = new AtomicLong();

    /** @param start where delivery starts */
    Frontier(long start) {
        this.polled = new OffsetAndMetadata(start);
    }

    /** Adds records, before they are handed over. */
    void received(Segment segment) {
        segments.add(segment);
        // only the poll thread writes it
        long before = receivedCount;
        receivedCount = before + segment.size();
    }

    /** Notes where the next poll starts, after the records before that were {@linkplain #received received}. */
    void polledTo(OffsetAndMetadata next) {
        polled = next;
    }

    /**
     * Counts records whose slots have been emptied; by any thread.
     *
     * @return whether that was before the {@linkplain #end end}
     */
    boolean finished(int count) {
        return finishedCount.addAndGet(count) < ENDED;
    }

    /**
     * Draws the line under the count; once.
     *
     * @return records received and not done until then
     */
    long end() {
        return receivedCount - finishedCount.getAndAdd(ENDED);
    }

    /** Records done so far. */
    long finishedCount() {
        return finishedCount.get() & ~ENDED;
    }

    /** Records received and not yet done. */
    long inFlight() {
        long finished = finishedCount();
        return receivedCount - finished;
    }

    /** Records received from the frontier on, done or not. */
    long span() {
        head();
        return receivedCount - headCount;
    }

    /** Everything below is done. */
    long offset() {
        var head = head();
        return head == null ? polled.offset() : head.offset();
    }

    /** What may be committed now, without metadata. */
    OffsetAndMetadata position() {
        var head = head();
        return head == null ? polled : new OffsetAndMetadata(head.offset(), Optional.empty(), "");
    }

    /** Where the next poll starts. */
    long polledOffset() {
        return polled.offset();
    }

    /** Whether something below {@code offset} is not done. */
    boolean isUnfinishedBelow(long offset) {
        return offset() < Math.min(offset, polled.offset());
    }

    /**
     * Which records beyond the frontier are done.
     *
     * @param maxRanges as many ranges as may be told; what is done beyond them is left out
     */
    DoneRanges doneBeyond(int maxRanges) {
        var ranges = new DoneRanges.Builder(offset(), maxRanges);
        for (Segment segment : segments) {
            boolean isLastDone = false;
            for (int i = segment == segments.peek() ? headIndex : 0; i < segment.size(); i++) {
                var record = segment.undone(i);
                isLastDone = record == null;
                if (record != null && !ranges.undone(record.offset())) {
                    return ranges.build();
                } else if (record == null) {
                    ranges.done();
                }
            }
            if (isLastDone) {
                ranges.doneTo(segment.lastOffset() + 1);
            }
        }
        return ranges.build();
    }

    /**
     * The first record that is not done, or null when all are. Each slot is looked at once: a worker may empty it at any
     * moment, and a record that was not done when it was seen is the frontier, even if it is done now. Looking again and
     * finding nothing would be taken for "all are done", and what lies behind it would be committed.
     */
    private @Nullable ConsumerRecord<byte[], byte[]> head() {
        for (var first = segments.peek(); first != null; first = segments.peek()) {
            int index = headIndex;
            int size = first.size();
            ConsumerRecord<byte[], byte[]> record = null;
            while (index < size && (record = first.undone(index)) == null) {
                index++;
            }
            headCount += index - headIndex;
            headIndex = index;
            if (record != null) {
                return record;
            }
            segments.remove();
            headIndex = 0;
        }
        return null;
    }
}
