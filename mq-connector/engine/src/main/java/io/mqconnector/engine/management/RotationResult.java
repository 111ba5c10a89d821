// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.outbound.RotationReport;

/**
 * What became of a rotation.
 *
 * @param applied whether it took place; else everything is as it was before
 * @param replacedCount producers replaced
 * @param unfinishedCount messages that the old ones had not finished in time: they fail as UNKNOWN
 * @param longestHoldMicros longest time one stripe held its senders
 * @param failure why it did not take place, else empty
 */
public record RotationResult(
        boolean applied, int replacedCount, long unfinishedCount, long longestHoldMicros, String failure) {
    static RotationResult of(RotationReport report) {
        var failure = report.failure();
        return new RotationResult(
                report.isApplied(),
                report.replacedCount(),
                report.unfinishedCount(),
                report.longestHoldMicros(),
                failure == null ? "" : String.valueOf(failure.getMessage()));
    }
}
