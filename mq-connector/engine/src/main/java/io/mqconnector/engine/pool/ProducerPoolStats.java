// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

/**
 * The pool in numbers, one snapshot.
 *
 * @param maxCount most producers there may be
 * @param activeCount leased now
 * @param idleCount waiting to be leased
 * @param waiterCount threads waiting for one
 * @param createdCount built since the start
 * @param failedCreationCount attempts to build one that failed
 * @param destroyedCount closed since the start
 * @param borrowedCount leases since the start
 * @param borrowMaxMicros longest time a lease had to be waited for in the last minute, in microseconds
 * @param borrowP99Micros 99th percentile of it
 */
public record ProducerPoolStats(
        int maxCount,
        int activeCount,
        int idleCount,
        int waiterCount,
        long createdCount,
        long failedCreationCount,
        long destroyedCount,
        long borrowedCount,
        long borrowMaxMicros,
        long borrowP99Micros) {}
