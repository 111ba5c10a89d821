// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import java.time.Duration;

/**
 * What can change while a pool lives. Immutable.
 *
 * @param maxConnections most producers, of both kinds, 1 or more
 * @param minIdle transactional producers kept ready, 0 or more
 * @param maxIdle idle producers of one kind, 0 or more
 * @param maxIdleTime how long one may be idle
 * @param maxLifetime how old one may become, less a random part of up to a quarter; zero for any age
 * @param borrowTimeout longest wait for one
 * @param drainTimeout longest time to close one
 * @param leakThreshold age of a loan that is reported; zero for none
 */
public record PoolSettings(
        int maxConnections,
        int minIdle,
        int maxIdle,
        Duration maxIdleTime,
        Duration maxLifetime,
        Duration borrowTimeout,
        Duration drainTimeout,
        Duration leakThreshold) {
    /** Idle producers of a kind; of those that are kept ready, not fewer than that. */
    int maxIdle(ProducerKind kind) {
        return kind == ProducerKind.TRANSACTIONAL ? Math.max(minIdle, maxIdle) : maxIdle;
    }

    /** The same with another number of producers. */
    public PoolSettings withMaxConnections(int count) {
        return new PoolSettings(
                count, minIdle, maxIdle, maxIdleTime, maxLifetime, borrowTimeout, drainTimeout, leakThreshold);
    }
}
