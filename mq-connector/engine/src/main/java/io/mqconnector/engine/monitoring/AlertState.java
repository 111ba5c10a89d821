// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/**
 * One threshold that is watched, as it stands.
 *
 * @param rule what is watched
 * @param subject of which connection, listener or group; empty for the connector
 * @param isRaised whether it is crossed
 * @param value as measured last; not a number if it never was
 * @param threshold in force; 0 for none
 * @param sinceMillis since when it stands so, in milliseconds since the epoch
 * @param raisedCount how often it was raised since the start
 */
public record AlertState(
        AlertRule rule,
        String subject,
        boolean isRaised,
        double value,
        double threshold,
        long sinceMillis,
        long raisedCount) {
    /** The same, not raised any more. */
    AlertState cleared(long nowMillis) {
        return new AlertState(rule, subject, false, value, threshold, nowMillis, raisedCount);
    }
}
