// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/**
 * Times that fit into an int beside a flag: in units of 1.024 us, from any beginning, for no more than half an hour. A 0 is no
 * time. Stateless.
 */
final class Ticks {
    private static final int SHIFT = 10;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int TIME = Integer.MAX_VALUE;
    /** Set in those that stand for others too. */
    private static final int SAMPLE = Integer.MIN_VALUE;

    private Ticks() {}

    /** The time now; never 0. */
    static int now() {
        return ((int) (System.nanoTime() >>> SHIFT) & TIME) | 1;
    }

    /** The same time, of one that stands for others that are not timed. */
    static int sample(int tick) {
        return tick | SAMPLE;
    }

    /** Whether it stands for others. */
    static boolean isSample(int tick) {
        return tick < 0;
    }

    /** How long from one to a later one, in ticks. */
    static int between(int from, int to) {
        return (to - from) & TIME;
    }

    /** The same in microseconds. */
    static long microsBetween(int from, int to) {
        return ((long) between(from, to) << SHIFT) / NANOS_PER_MICRO;
    }

    /** How many ticks so many nanoseconds are. */
    static int of(long nanos) {
        return (int) (nanos >>> SHIFT);
    }
}
