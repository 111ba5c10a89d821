// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * What one group was advised last: another advice is given when so many looks in a row agree on it, since the members of a
 * group come and go while it rebalances. Confined to who looks.
 */
final class ScaleAdvisor {
    private ScaleAdvice given;
    private ScaleAdvice.Advice candidate = ScaleAdvice.Advice.NONE;
    private int streak;

    ScaleAdvisor(String group) {
        this.given = new ScaleAdvice(GroupLag.unknown(group), ScaleAdvice.Advice.NONE);
    }

    /**
     * One look.
     *
     * @param isBehind whether there is an alert, which has hysteresis of its own
     * @param looks how many in a row must agree
     * @return what is to be told; null if nothing is new
     */
    @Nullable
    ScaleAdvice look(GroupLag lag, boolean isBehind, int looks) {
        if (lag.lag() < 0) {
            return null;
        }
        var advice = ScaleAdvice.of(lag, isBehind);
        streak = advice.advice() == candidate ? streak + 1 : 1;
        candidate = advice.advice();
        boolean isOld = given.advice() == candidate;
        if (isOld || streak < looks) {
            return null;
        }
        given = advice;
        return advice;
    }

    /** What was told last. */
    ScaleAdvice given() {
        return given;
    }
}
