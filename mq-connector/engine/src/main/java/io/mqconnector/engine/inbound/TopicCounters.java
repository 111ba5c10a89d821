// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.concurrent.atomic.LongAdder;

/** What one subscription has done with records of one topic. Thread-safe. */
final class TopicCounters {
    final LongAdder received = new LongAdder();
    /** Calls of the listener that threw. */
    final LongAdder failed = new LongAdder();
    /** Done by the listener; as those that follow, counted in bulk with the slice that they were done in. */
    final LongAdder handled = new LongAdder();
    /** Done without having been handled. */
    final LongAdder skipped = new LongAdder();

    final LongAdder deadLetters = new LongAdder();
    /** Done by an earlier owner already. */
    final LongAdder recognised = new LongAdder();

    void received(int count) {
        received.add(count);
    }

    void handled(int count) {
        handled.add(count);
    }

    /** Done, whichever way. A sum, or a difference would be wrong, and fall, while its parts are being counted. */
    long deliveredCount() {
        return handled.sum() + skipped.sum() + deadLetters.sum() + recognised.sum();
    }
}
