// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A producer pool in numbers, one snapshot. Counts are since the start; times of borrowing, in microseconds, are those of the
 * last minute, creation of a producer included where one had to be built.
 *
 * @param maxCount most producers there may be
 * @param activeCount leased now: to an {@link MqProducer} for its life, to transactions and to borrowers
 * @param idleCount waiting to be leased
 * @param waiterCount threads waiting for one
 * @param createdCount built
 * @param failedCreationCount attempts to build one that failed
 * @param destroyedCount closed, for whatever cause
 * @param destroyedByCause closed, by cause; every cause is there
 * @param borrowedCount leases
 * @param exhaustedCount times that nobody gave one back within the borrow time-out
 * @param leakedCount leases that were older than {@code mq.pool.leak-detection-threshold} when looked at
 * @param borrowP50Micros median time of borrowing
 * @param borrowP99Micros 99th percentile of it
 * @param borrowMaxMicros longest
 */
public record MqPoolStats(
        int maxCount,
        int activeCount,
        int idleCount,
        int waiterCount,
        long createdCount,
        long failedCreationCount,
        long destroyedCount,
        Map<Cause, Long> destroyedByCause,
        long borrowedCount,
        long exhaustedCount,
        long leakedCount,
        long borrowP50Micros,
        long borrowP99Micros,
        long borrowMaxMicros) {
    /** Copies. */
    public MqPoolStats {
        var all = new EnumMap<Cause, Long>(Cause.class);
        for (Cause cause : Cause.values()) {
            all.put(cause, destroyedByCause.getOrDefault(cause, 0L));
        }
        destroyedByCause = Collections.unmodifiableMap(all);
    }

    /** Why a producer was closed. */
    public enum Cause {
        /** It was dead by itself: fatal or fenced. */
        DEATH,
        /** It was old: {@code mq.pool.max-lifetime}. */
        LIFETIME,
        /** It was idle for too long, or one idle too many. */
        IDLE,
        /** It was idle, and its place was needed for another kind of producer. */
        ROOM,
        /** It was built with settings that have changed. */
        CONFIGURATION,
        /** There may be fewer now: stripes, or {@code mq.pool.max-connections}. */
        RESIZE,
        /** Its borrower said so. */
        REQUESTED,
        /** Its transaction was never ended by who began it, or not in time. */
        LEAK,
        /** The connector was closed. */
        CLOSED
    }
}
