// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqProducerStats;

/** The producer of a connector, over JMX. */
@Description("The producer: what was sent, acknowledged and failed, and how long it took")
public interface ProducerMXBean {
    /** What the producer has done, one consistent snapshot. */
    @Description("Counts since the start; latencies in microseconds and rate over the last minute")
    MqProducerStats getStats();

    /** How many stripes are open. */
    @Description("Stripes that have a producer; fewer than configured while one cannot be built")
    int getOpenStripeCount();
}
