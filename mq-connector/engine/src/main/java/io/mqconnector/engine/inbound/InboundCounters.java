// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.concurrent.atomic.LongAdder;

/** What one subscription has done, added up over its consumers and assignments. Thread-safe. */
final class InboundCounters {
    final LongAdder received = new LongAdder();
    final LongAdder delivered = new LongAdder();
    /** Received and given up undone: some other member receives them again. */
    final LongAdder dropped = new LongAdder();

    final LongAdder failed = new LongAdder();
    /** Done without having been handled. */
    final LongAdder skipped = new LongAdder();

    final LongAdder deadLetters = new LongAdder();
    final LongAdder failedDeadLetters = new LongAdder();
    /** Done by an earlier owner already. */
    final LongAdder recognised = new LongAdder();

    final LongAdder timedOut = new LongAdder();
    final LongAdder redelivered = new LongAdder();
    final LongAdder commits = new LongAdder();
    final LongAdder failedCommits = new LongAdder();
    final LongAdder revoked = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder cutOff = new LongAdder();
    final LongAdder restarts = new LongAdder();
    final LongAdder pauses = new LongAdder();
}
