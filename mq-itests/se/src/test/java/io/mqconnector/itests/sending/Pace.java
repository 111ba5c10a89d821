// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** How fast a world sends. Thread-safe. */
final class Pace {
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final double SECOND_NANOS = 1e9;

    private final int perSecond;
    private final long startNanos = System.nanoTime();

    private Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** A short pause after each send. */
    static Pace restless() {
        return new Pace(0);
    }

    /** So many messages a second in all; what was held up is caught up. */
    static Pace of(int perSecond) {
        return new Pace(perSecond);
    }

    /**
     * Between two sends.
     *
     * @param random the sender's
     * @param sentCount by all
     */
    void pause(SplittableRandom random, int sentCount) {
        double aheadNanos =
                perSecond == 0 ? 0 : sentCount * SECOND_NANOS / perSecond - (System.nanoTime() - startNanos);
        if (perSecond == 0 || aheadNanos > 0) {
            LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
        }
    }
}
