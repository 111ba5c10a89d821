// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/**
 * One threshold with hysteresis: raised after so many looks in a row that cross it, cleared after as many that are
 * {@linkplain AlertRule#isWellOff well off}, so that a value that swings around its threshold raises nothing, or one alert and no more.
 *
 * <p>Confined to the lock of {@link Alerts}.
 */
final class Alert {
    private final AlertRule rule;
    private final String subject;
    private boolean isRaised;
    /** Looks in a row that speak for the other state. */
    private int streak;

    private double value = Double.NaN;
    private double threshold;
    private long sinceMillis;
    private long raisedCount;

    /** What a look has changed. */
    enum Change {
        NONE,
        RAISED,
        CLEARED
    }

    Alert(AlertRule rule, String subject, long nowMillis) {
        this.rule = rule;
        this.subject = subject;
        this.sinceMillis = nowMillis;
    }

    /**
     * One look.
     *
     * @param now the value; not a number while it is not known, which changes nothing
     * @param limit the threshold; 0 for none
     * @param looks how many in a row it takes
     */
    Change look(double now, double limit, int looks, long nowMillis) {
        threshold = limit;
        boolean isKnown = !Double.isNaN(now);
        if (isKnown) {
            value = now;
        }
        if (limit <= 0) {
            return isRaised ? turn(false, nowMillis) : Change.NONE;
        }
        if (!isKnown) {
            return Change.NONE;
        }
        boolean speaksForOther = isRaised ? rule.isWellOff(now, limit) : rule.isCrossed(now, limit);
        streak = speaksForOther ? streak + 1 : 0;
        return streak >= looks ? turn(!isRaised, nowMillis) : Change.NONE;
    }

    boolean isRaised() {
        return isRaised;
    }

    AlertState state() {
        return new AlertState(rule, subject, isRaised, value, threshold, sinceMillis, raisedCount);
    }

    private Change turn(boolean raised, long nowMillis) {
        isRaised = raised;
        streak = 0;
        sinceMillis = nowMillis;
        if (raised) {
            raisedCount++;
        }
        return raised ? Change.RAISED : Change.CLEARED;
    }
}
