// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

/**
 * One threshold that is watched, as it stands.
 *
 * @param rule what is watched: {@code latency}, {@code lag}
 * @param subject of which connection, listener or group; empty for the connector
 * @param raised whether it is crossed
 * @param value as measured last
 * @param threshold in force
 * @param unit of both
 * @param sinceMillis since when it stands so, in milliseconds since the epoch
 * @param raisedCount how often it was raised since the start
 */
public record AlertState(
        String rule,
        String subject,
        boolean raised,
        double value,
        double threshold,
        String unit,
        long sinceMillis,
        long raisedCount) {
    /** As monitoring sees it. */
    static AlertState of(io.mqconnector.engine.monitoring.AlertState state) {
        return new AlertState(
                state.rule().word(),
                state.subject(),
                state.isRaised(),
                state.value(),
                state.threshold(),
                state.rule().unit(),
                state.sinceMillis(),
                state.raisedCount());
    }
}
