// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/**
 * One send in how many is timed: each while there are few, the fewer the more there are, so that about 250 to 4,000 a second
 * are. Each counts for as many as it stands for, so that a minute with both is described by what most of its messages saw.
 *
 * <p>Any thread asks; told by the one thread that acknowledges.
 */
final class Sampling {
    /** One in 64 at the least. */
    private static final int LARGEST_MASK = 63;

    private static final int MANY = 1_024;
    private static final int FEW = MANY / 4;
    private static final int SECOND = Ticks.of(1_000_000_000L);
    private static final int SHORT = SECOND / 4;

    /** All bits of what a ticket must have none of; written by who acknowledges. */
    private volatile int mask;
    /** Of who acknowledges: how many were timed since {@link #sinceTick}. */
    private int count;
    /** Of who acknowledges. */
    private int sinceTick;

    /** @param tick now */
    Sampling(int tick) {
        this.sinceTick = tick;
    }

    /**
     * Whether a send is one of those that are timed.
     *
     * @param ticket its number among those of its thread
     */
    boolean isTimed(long ticket) {
        return (ticket & mask) == 0;
    }

    /**
     * One that was timed is acknowledged; by the one thread that acknowledges.
     *
     * @param tick now
     * @return how many it stands for
     */
    int acknowledged(int tick) {
        int standsFor = mask + 1;
        count++;
        int elapsed = Ticks.between(sinceTick, tick);
        if (count >= MANY || elapsed >= SECOND) {
            if (elapsed < SHORT) {
                mask = Math.min(LARGEST_MASK, mask * 2 + 1);
            } else if (count < FEW) {
                mask /= 2;
            }
            count = 0;
            sinceTick = tick;
        }
        return standsFor;
    }
}
