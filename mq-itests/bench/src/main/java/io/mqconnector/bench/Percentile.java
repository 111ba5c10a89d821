// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;

/** Times that a histogram holds, in a unit that a reader likes. Stateless. */
final class Percentile {
    private Percentile() {}

    /**
     * The time that so many of all do not exceed.
     *
     * @param nanos at least one time in it
     * @param percent from 0 to 100
     */
    static double of(AbstractHistogram nanos, double percent, TimeUnit unit) {
        return nanos.getValueAtPercentile(percent) / (double) unit.toNanos(1);
    }
}
