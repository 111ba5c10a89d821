// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential backoff with jitter. Immutable and thread-safe.
 *
 * @param initial the first pause
 * @param max the longest pause before jitter
 * @param multiplier growth from one to the next, at least 1
 * @param jitter share by which a pause is varied either way, 0 to 1
 * @param random from 0 inclusive to 1 exclusive
 */
record Backoff(Duration initial, Duration max, double multiplier, double jitter, DoubleSupplier random) {
    /**
     * The pause after a failure.
     *
     * @param failures how many there were in a row, at least 1
     * @return nanoseconds, at least 1
     */
    long nanos(int failures) {
        double pause = (double) initial.toNanos() * Math.pow(multiplier, failures - 1.0);
        double bounded = Math.min(pause, (double) max.toNanos());
        double varied = bounded * (1 + jitter * (2 * random.getAsDouble() - 1));
        return Math.max(1, (long) varied);
    }
}
