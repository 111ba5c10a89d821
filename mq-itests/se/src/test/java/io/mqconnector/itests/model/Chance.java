// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

/** Numbers that look random and depend on their arguments only: every process draws the same. Without state. */
public final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Chance() {}

    /** All bits of all arguments mixed (the finalizer of SplitMix64). */
    public static long mix(long... values) {
        long mixed = GOLDEN;
        for (long value : values) {
            mixed = (mixed ^ value) + GOLDEN;
            mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            mixed ^= mixed >>> 31;
        }
        return mixed;
    }

    /** From 0 to below {@code bound}. */
    public static int below(int bound, long... values) {
        return (int) Math.floorMod(mix(values), (long) bound);
    }
}
