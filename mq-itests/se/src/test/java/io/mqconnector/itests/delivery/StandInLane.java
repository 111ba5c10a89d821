// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a {@link StandInMember} has received of a partition since it was positioned there, and what is done. Thread-safe. */
final class StandInLane {
    private final List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>(); // guarded by this
    private final BitSet done = new BitSet(); // guarded by this
    private int next; // guarded by this
    private int lateIndex = -1; // guarded by this

    synchronized void add(ConsumerRecord<byte[], byte[]> each) {
        received.add(each);
        if (received.size() == lateIndex + 1) {
            done.set(lateIndex); // the completion of another record, long ago
        }
    }

    /** Takes it that a record will be done because one at the same place of another lane is. */
    synchronized void expectLate(int index) {
        lateIndex = index;
    }

    synchronized int size() {
        return received.size();
    }

    synchronized ConsumerRecord<byte[], byte[]> at(int index) {
        return received.get(index);
    }

    /** The next to be handled, by its index; -1 if there is none. */
    synchronized int next() {
        next = done.nextClearBit(next);
        return next < received.size() ? next++ : -1;
    }

    synchronized void done(int index) {
        done.set(index);
    }

    /** The first offset that is not done; -1 if nothing was received. */
    synchronized long frontier() {
        int first = done.nextClearBit(0);
        return first < received.size() ? received.get(first).offset() : endOffset();
    }

    /** The offset behind all that was received; -1 if nothing was. */
    synchronized long endOffset() {
        return received.isEmpty() ? -1 : received.get(received.size() - 1).offset() + 1;
    }
}
