// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What the listener of one member writes down, before it acts. Thread-safe. */
final class MemberJournal {
    private final String member;
    private final JournalSink sink;
    private final ReentrantLock lock = new ReentrantLock();
    private long sequence; // guarded by lock

    MemberJournal(String member, JournalSink sink) {
        this.member = member;
        this.sink = sink;
    }

    /** What is delivered. */
    record Stamped(int partition, long offset, long recordId, long keySequence, int attempt) {}

    /**
     * A listener was called.
     *
     * @return the number of this delivery
     */
    long start(Stamped stamped) {
        return write(EventKind.START, 0, stamped);
    }

    /**
     * A listener was called with a batch, whose deliveries all begin at one moment.
     *
     * @return the number of the first of these deliveries; the others follow
     */
    long start(List<Stamped> batch) {
        lock.lock();
        try {
            long nanos = System.nanoTime();
            long first = sequence + 1;
            batch.forEach(stamped -> write(EventKind.START, 0, stamped, nanos));
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Something else happens in a delivery. */
    void write(long delivery, EventKind kind, Stamped stamped) {
        write(kind, delivery, stamped);
    }

    /** Something happened that may let records be delivered again. */
    void write(Cause cause) {
        sink.write(cause);
    }

    private long write(EventKind kind, long delivery, Stamped stamped) {
        lock.lock();
        try {
            return write(kind, delivery, stamped, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** With the lock. */
    private long write(EventKind kind, long delivery, Stamped stamped, long nanos) {
        long own = ++sequence;
        sink.write(new Event(
                member,
                own,
                nanos,
                kind,
                kind == EventKind.START ? own : delivery,
                stamped.partition(),
                stamped.offset(),
                stamped.recordId(),
                stamped.keySequence(),
                stamped.attempt()));
        return own;
    }
}
