// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Locale;

/**
 * One number that a run of a workload yields. Immutable.
 *
 * @param row what its rows are called; unique among all measures
 * @param unit of its values
 * @param decimals how many are worth printing
 * @param isLowerBetter whether the smaller value wins
 */
record Measure(String row, String unit, int decimals, boolean isLowerBetter) {
    static Measure throughput(String row) {
        return new Measure(row, "records/s", 0, false);
    }

    static Measure latency(String row) {
        return new Measure(row, "us", 1, true);
    }

    static Measure millis(String row) {
        return new Measure(row, "ms", 2, true);
    }

    /** For a reader: with thousands apart; a dash for what was not measured. */
    String text(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
