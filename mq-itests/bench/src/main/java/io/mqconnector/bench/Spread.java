// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Arrays;

/**
 * What is told of several measurements of the same thing. Immutable.
 *
 * @param median the middle one; of an even number the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
record Spread(double median, double min, double max) {
    /** Of what was not measured. */
    static final Spread UNKNOWN = new Spread(Double.NaN, Double.NaN, Double.NaN);

    /**
     * The spread of some values.
     *
     * @param values at least one; left as they are
     */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * The spread of the ratios of what was measured in the same round: a slow moment of the machine hits both sides,
     * which a ratio of two medians would not show.
     *
     * @param values one for each round
     * @param base one for each round, none of them 0
     */
    static Spread ofRatios(double[] values, double[] base) {
        if (values.length != base.length) {
            throw new IllegalArgumentException(values.length + " values, but " + base.length + " to compare with");
        }
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / base[i];
        }
        return of(ratios);
    }
}
