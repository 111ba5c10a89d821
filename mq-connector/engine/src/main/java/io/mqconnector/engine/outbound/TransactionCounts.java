// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.concurrent.atomic.LongAdder;

/** What has become of the transactions of a connector. Thread-safe. */
final class TransactionCounts {
    final LongAdder begun = new LongAdder();
    final LongAdder committed = new LongAdder();
    final LongAdder aborted = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder fenced = new LongAdder();
}
