// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How stripes are looked after; replaced whole when it changes.
 *
 * @param stripeCount how many there are, at least 1
 * @param drainTimeout how long a producer that is replaced or closed may take for what it has in flight
 * @param maxLifetime how long a producer is in use at most; zero: for ever
 * @param checkInterval how often it is looked whether one is dead or too old, positive
 * @param retry which failed sends are tried again; null: none
 * @param breaker when sends are refused at once; null: never
 */
public record StripeSettings(
        int stripeCount,
        Duration drainTimeout,
        Duration maxLifetime,
        Duration checkInterval,
        @Nullable RetryPolicy retry,
        CircuitBreaker.@Nullable Settings breaker) {
    /** The same with another number of stripes. */
    StripeSettings withStripes(int count) {
        return new StripeSettings(count, drainTimeout, maxLifetime, checkInterval, retry, breaker);
    }
}
