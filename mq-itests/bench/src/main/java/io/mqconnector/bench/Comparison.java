// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Arrays;

/** How the runs of a contender are held against a {@link Bar}. Immutable. */
enum Comparison {
    /** Each round's value to that of a yardstick in the same round, at least. */
    TIMES(false) {
        @Override
        Spread reached(double[] own, double[] yardstick) {
            return Spread.ofRatios(own, yardstick);
        }

        @Override
        String text(String limit, String unit, String yardstick) {
            return ">= " + limit + " x " + yardstick;
        }
    },
    /** Each round's value to that of a yardstick in the same round, at most. */
    TIMES_AT_MOST(true) {
        @Override
        Spread reached(double[] own, double[] yardstick) {
            return Spread.ofRatios(own, yardstick);
        }

        @Override
        String text(String limit, String unit, String yardstick) {
            return "<= " + limit + " x " + yardstick;
        }
    },
    /** The value itself, at most. */
    VALUE(true) {
        @Override
        Spread reached(double[] own, double[] yardstick) {
            return Spread.of(own);
        }

        @Override
        String text(String limit, String unit, String yardstick) {
            return "<= " + limit + " " + unit;
        }
    },
    /** By how much each round's value exceeds that of a yardstick in the same round, at most. */
    BEYOND(true) {
        @Override
        Spread reached(double[] own, double[] yardstick) {
            double[] beyond = own.clone();
            Arrays.setAll(beyond, round -> own[round] - yardstick[round]);
            return Spread.of(beyond);
        }

        @Override
        String text(String limit, String unit, String yardstick) {
            return "<= " + yardstick + " + " + limit + " " + unit;
        }
    },
    /** The smallest value to the median, at least: no run falls off a cliff. */
    SLOWEST(false) {
        @Override
        Spread reached(double[] own, double[] yardstick) {
            var all = Spread.of(own);
            double slowest = all.min() / all.median();
            return new Spread(slowest, slowest, slowest);
        }

        @Override
        String text(String limit, String unit, String yardstick) {
            return "slowest run >= " + limit + " x median";
        }
    };

    private final boolean isUpperLimit;

    Comparison(boolean isUpperLimit) {
        this.isUpperLimit = isUpperLimit;
    }

    /**
     * What is compared with the limit.
     *
     * @param own one value of the contender for each round
     * @param yardstick as many of the yardstick, or of anybody where none is needed
     */
    abstract Spread reached(double[] own, double[] yardstick);

    /** For a reader: what is to be reached. */
    abstract String text(String limit, String unit, String yardstick);

    boolean isMet(double reached, double limit) {
        return isUpperLimit ? reached <= limit : reached >= limit;
    }
}
