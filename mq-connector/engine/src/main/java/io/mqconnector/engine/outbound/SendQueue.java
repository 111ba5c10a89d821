// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that wait for a stripe, in arrival order, bounded by bytes. Not thread-safe: its stripe's lock guards it. */
final class SendQueue {
    private final ArrayDeque<QueuedSend> sends = new ArrayDeque<>();
    private long bytes;
    /** How many have left for good since the start. */
    private long departedCount;
    /** Whether one has been taken that is not handed over yet. */
    private boolean isOneTaken;

    /** Whether one of this size may be added; a single one always may, however large. */
    boolean hasRoom(long size, long limit) {
        return sends.isEmpty() || bytes + size <= limit;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    int size() {
        return sends.size();
    }

    long bytes() {
        return bytes;
    }

    /** How many have left for good since the start. */
    long departedCount() {
        return departedCount;
    }

    /** What {@link #departedCount()} will have reached when all that wait now are gone. */
    long departureOfLast() {
        return departedCount + sends.size() + (isOneTaken ? 1 : 0);
    }

    void addLast(QueuedSend send) {
        send.hasWaited = true;
        sends.addLast(send);
        bytes += send.bytes;
    }

    /** Back to the head, where it came from. */
    void putBack(QueuedSend send) {
        send.hasWaited = true;
        sends.addFirst(send);
        bytes += send.bytes;
        departedCount--;
    }

    @Nullable
    QueuedSend peek() {
        return sends.peekFirst();
    }

    /** Takes the first, to hand it over; what was taken before has been. */
    @Nullable
    QueuedSend poll() {
        settle();
        var send = sends.pollFirst();
        if (send != null) {
            bytes -= send.bytes;
            isOneTaken = true;
        }
        return send;
    }

    /** What was taken has been handed over. */
    void settle() {
        if (isOneTaken) {
            isOneTaken = false;
            departedCount++;
        }
    }

    /** Takes those at the head whose deadline is over. */
    List<QueuedSend> pollExpired(long nowNanos) {
        var expired = new ArrayList<QueuedSend>();
        var head = peek();
        while (head != null && nowNanos - head.deadlineNanos >= 0) {
            expired.add(head);
            sends.removeFirst();
            bytes -= head.bytes;
            departedCount++;
            head = peek();
        }
        return expired;
    }

    /** Takes all. */
    List<QueuedSend> pollAll() {
        var all = new ArrayList<>(sends);
        departedCount += sends.size();
        sends.clear();
        bytes = 0;
        return all;
    }
}
