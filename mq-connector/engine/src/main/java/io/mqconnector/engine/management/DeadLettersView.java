// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.inbound.DeadLetterProducer;
import io.mqconnector.engine.inbound.DeadLetterStats;

/** Dead letters as JMX shows them. Thread-safe. */
record DeadLettersView(DeadLetterProducer letters) implements DeadLettersMXBean {
    @Override
    public DeadLetterStats getStats() {
        return letters.stats();
    }
}
