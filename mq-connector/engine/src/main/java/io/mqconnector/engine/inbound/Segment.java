// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that one poll has brought for one partition, and which of them are done: a record that is done leaves its slot,
 * so that one that is not keeps no others in memory.
 *
 * <p>Filled by the poll thread before it hands records over. A slot is emptied once, by whoever settles its record; the
 * poll thread looks at all of them. Not final only for tests of what workers do at the worst moment.
 */
class Segment {
    /** Links are chars. */
    static final int MAX_RECORDS = Character.MAX_VALUE;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(ConsumerRecord[].class);

    private final @Nullable ConsumerRecord<byte[], byte[]>[] slots;
    /** For each record the next of the same mailbox, itself for the last; null when all are of one mailbox. */
    private final char @Nullable [] links;

    private final long lastOffset;

    /**
     * @param records at least one, at most {@link #MAX_RECORDS}
     * @param isLinked whether they belong to several mailboxes
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // no generic arrays
    Segment(List<ConsumerRecord<byte[], byte[]>> records, boolean isLinked) {
        slots = records.toArray(new ConsumerRecord[0]);
        links = isLinked ? new char[slots.length] : null;
        lastOffset = records.get(slots.length - 1).offset();
    }

    int size() {
        return slots.length;
    }

    /** The offset of its last record. */
    long lastOffset() {
        return lastOffset;
    }

    /** A record that is not done; for whoever delivers it. */
    ConsumerRecord<byte[], byte[]> record(int index) {
        var record = slots[index];
        if (record == null) {
            throw new IllegalStateException("record " + index + " of " + slots.length + " is done already");
        }
        return record;
    }

    /** The record, or null if it is done; for any thread. */
    @Nullable
    @SuppressWarnings("unchecked") // only records of byte arrays are put in
    ConsumerRecord<byte[], byte[]> undone(int index) {
        return (ConsumerRecord<byte[], byte[]>) SLOT.getAcquire(slots, index);
    }

    /** Marks a record done. */
    void done(int index) {
        SLOT.setRelease(slots, index, null);
    }

    /** Makes {@code next} follow {@code index} in its mailbox; by the poll thread. */
    void link(int index, int next) {
        if (links == null) {
            throw new IllegalStateException("records of one mailbox need no links");
        }
        links[index] = (char) next;
    }

    /** The next record of the same mailbox, -1 after the last. */
    int next(int index) {
        if (links == null) {
            return index + 1 < slots.length ? index + 1 : -1;
        }
        int next = links[index];
        return next == index ? -1 : next;
    }
}
