// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.inbound.DeadLetterStats;

/** The dead letters of a connection, over JMX. */
@Description("The dead letters of all listeners of a connection: records that have failed for good")
public interface DeadLettersMXBean {
    /** What was written, one consistent snapshot. */
    @Description("Dead letters handed to Kafka, acknowledged and failed since the start, waiting now; why the last one"
            + " failed. A failed one is tried again: its partition waits meanwhile")
    DeadLetterStats getStats();
}
