// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a contender is to reach by one measure. Immutable.
 *
 * @param measure by which
 * @param system the contender
 * @param comparison of what with the limit
 * @param limit not to be passed by the median
 * @param yardstick a contender of the same workload; the system itself where none is needed
 */
record Bar(Measure measure, String system, Comparison comparison, double limit, String yardstick) {
    private static final int DECIMALS = 3;

    static Bar atLeast(Measure measure, String system, double times, String yardstick) {
        return new Bar(measure, system, Comparison.TIMES, times, yardstick);
    }

    static Bar atMostTimes(Measure measure, String system, double times, String yardstick) {
        return new Bar(measure, system, Comparison.TIMES_AT_MOST, times, yardstick);
    }

    static Bar atMost(Measure measure, String system, double limit) {
        return new Bar(measure, system, Comparison.VALUE, limit, system);
    }

    static Bar atMostBeyond(Measure measure, String system, double limit, String yardstick) {
        return new Bar(measure, system, Comparison.BEYOND, limit, yardstick);
    }

    static Bar slowestAtLeast(Measure measure, String system, double partOfMedian) {
        return new Bar(measure, system, Comparison.SLOWEST, partOfMedian, system);
    }

    /**
     * Holds the rounds against it.
     *
     * @param own one value of the contender for each round
     * @param yardsticks as many of the yardstick
     */
    Verdict judge(double[] own, double[] yardsticks) {
        var reached = comparison.reached(own, yardsticks);
        return new Verdict(this, reached, comparison.isMet(reached.median(), limit));
    }

    /** For a reader, without the contender's name. */
    String text() {
        String number = BigDecimal.valueOf(limit)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return comparison.text(number, measure.unit(), yardstick);
    }
}
