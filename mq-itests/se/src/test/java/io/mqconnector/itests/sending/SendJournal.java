// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Everything that was sent in a world. Thread-safe. */
final class SendJournal {
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();

    long tick() {
        return ticks.incrementAndGet();
    }

    /**
     * A message to be sent.
     *
     * @param then called with its first outcome, on the thread that hears of it
     */
    Attempt add(Lane lane, Form form, Consumer<Attempt> then) {
        return add(lane, form, -1, 0, then);
    }

    /** As {@link #add(Lane, Form, Consumer)}, for all of a batch. */
    List<Attempt> addBatch(List<Lane> lanes, Form form, Consumer<Attempt> then) {
        int batch = batches.incrementAndGet();
        var all = new ArrayList<Attempt>();
        for (Lane lane : lanes) {
            all.add(add(lane, form, batch, all.size(), then));
        }
        return all;
    }

    /** By id. */
    List<Attempt> attempts() {
        var all = new ArrayList<>(attempts);
        all.sort((one, other) -> Integer.compare(one.id(), other.id()));
        return all;
    }

    /** How many there are. */
    int size() {
        return ids.get();
    }

    /** How many have no outcome yet. */
    long openCount() {
        return attempts.stream().filter(attempt -> attempt.outcomeCount() == 0).count();
    }

    /** How many were acknowledged. */
    long acknowledgedCount() {
        return attempts.stream()
                .filter(attempt -> attempt.isOutcome(Outcome.Kind.ACKNOWLEDGED))
                .count();
    }

    private Attempt add(Lane lane, Form form, int batch, int index, Consumer<Attempt> then) {
        var attempt = new Attempt(this, ids.incrementAndGet(), lane, form, batch, index, then);
        attempts.add(attempt);
        return attempt;
    }
}
