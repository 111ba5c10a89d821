// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition is done, for one assignment of it: what may be committed.
 *
 * <p>Records are handled one after another, so "done" is a count and the offset behind the last one: a release store per
 * record. The poll thread alone adds what was received; one worker at a time marks what is done; any thread may read.
 * Offsets are not dense (compaction and transaction markers leave gaps): when everything received is done, the position is
 * the one that the next poll starts from.
 */
final class Frontier {
    private static final VarHandle DONE;
    private static final VarHandle DONE_POSITION;

    static {
        try {
            var lookup = MethodHandles.lookup();
            DONE = lookup.findVarHandle(Frontier.class, "done", long.class);
            DONE_POSITION = lookup.findVarHandle(Frontier.class, "donePosition", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Goes into each commit. */
    private final String metadata;

    /** Records handed over so far; written by the poll thread. */
    private volatile long received;
    /** Where the next poll starts; confined to the poll thread. */
    private OffsetAndMetadata polled;

    /** Records done so far; written by the serving worker with release. */
    private long done;
    /** The offset behind the last one done; written by the serving worker before {@link #done}. */
    @SuppressWarnings("UnusedVariable") // read and written through DONE_POSITION
    private long donePosition;

    /**
     * @param start where delivery starts
     * @param metadata goes into each commit
     */
    Frontier(long start, String metadata) {
        this.metadata = metadata;
        this.polled = new OffsetAndMetadata(start, metadata);
        DONE_POSITION.setOpaque(this, start);
    }

    /** Adds records; by the poll thread, before it hands them over. */
    void received(int count, OffsetAndMetadata next) {
        polled = new OffsetAndMetadata(next.offset(), next.leaderEpoch(), metadata);
        // only the poll thread writes it
        long before = received;
        received = before + count;
    }

    /** Marks the record at {@code offset} done; by the serving worker. */
    void done(long offset) {
        DONE_POSITION.setOpaque(this, offset + 1);
        DONE.setRelease(this, done + 1);
    }

    /** Records done so far. */
    long doneCount() {
        return (long) DONE.getAcquire(this);
    }

    /** Records received and not yet done. */
    long inFlight() {
        long finished = doneCount();
        return received - finished;
    }

    /** What may be committed now: everything below it is done. By the poll thread. */
    OffsetAndMetadata position() {
        if (doneCount() == received) {
            return polled;
        }
        long position = (long) DONE_POSITION.getOpaque(this);
        return new OffsetAndMetadata(position, Optional.empty(), metadata);
    }
}
