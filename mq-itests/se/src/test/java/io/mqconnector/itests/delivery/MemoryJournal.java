// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The journals of the members in this JVM. Thread-safe. */
final class MemoryJournal implements JournalSink {
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Cause> causes = new ConcurrentLinkedQueue<>();
    private final AtomicLong stops = new AtomicLong();

    @Override
    public void write(Event event) {
        if (event.kind() == EventKind.STOP) {
            stops.incrementAndGet();
        }
        events.add(event);
    }

    @Override
    public void write(Cause cause) {
        causes.add(cause);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Cause> causes() {
        return List.copyOf(causes);
    }

    long stopCount() {
        return stops.get();
    }
}
