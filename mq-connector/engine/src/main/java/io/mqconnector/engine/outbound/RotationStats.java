// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/**
 * The rotations since the start, one snapshot.
 *
 * @param lifetimeCount producers replaced because of their age
 * @param configurationCount because the configuration was changed
 * @param resizeCount because the number of stripes was changed
 * @param deathCount because they were dead
 * @param requestedCount because somebody asked for it
 * @param failedCount rotations that did not take place, the old producer staying
 * @param unfinishedCount messages that old producers had not finished in time
 * @param lastCause why the last one was asked for; empty before the first
 * @param lastMillis when it ended, in milliseconds since the epoch; 0 before the first
 * @param lastFailure why it did not take place; empty if it did
 * @param holdP50Micros median time that senders of a stripe were held, in microseconds
 * @param holdP99Micros 99th percentile of it
 * @param holdMaxMicros longest
 */
public record RotationStats(
        long lifetimeCount,
        long configurationCount,
        long resizeCount,
        long deathCount,
        long requestedCount,
        long failedCount,
        long unfinishedCount,
        String lastCause,
        long lastMillis,
        String lastFailure,
        long holdP50Micros,
        long holdP99Micros,
        long holdMaxMicros) {
    /** Producers replaced, whatever the cause. */
    public long replacedCount() {
        return lifetimeCount + configurationCount + resizeCount + deathCount + requestedCount;
    }
}
