// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rotation, a resize or a reconfiguration.
 *
 * @param cause why it was asked for
 * @param isApplied whether it took place; otherwise everything is as it was before
 * @param replacedCount producers replaced
 * @param unfinishedCount messages that the old ones had not finished within the drain time-out: they fail as UNKNOWN
 * @param longestHoldMicros longest time one stripe held its senders, in microseconds
 * @param failure why it did not take place; else null
 */
public record RotationReport(
        RotationCause cause,
        boolean isApplied,
        int replacedCount,
        long unfinishedCount,
        long longestHoldMicros,
        @Nullable MqException failure) {
    /** This and another of the same operation, of another stripe. */
    RotationReport plus(RotationReport other) {
        return new RotationReport(
                cause,
                isApplied && other.isApplied,
                replacedCount + other.replacedCount,
                unfinishedCount + other.unfinishedCount,
                Math.max(longestHoldMicros, other.longestHoldMicros),
                failure == null ? other.failure : failure);
    }

    /** To add others to. */
    static RotationReport nothing(RotationCause cause) {
        return new RotationReport(cause, true, 0, 0, 0, null);
    }

    static RotationReport failed(RotationCause cause, MqException failure) {
        return new RotationReport(cause, false, 0, 0, 0, failure);
    }
}
