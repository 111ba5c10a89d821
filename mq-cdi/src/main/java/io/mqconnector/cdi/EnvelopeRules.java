// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqEnvelope;
import io.mqconnector.api.MqRejectedException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What an envelope says of its own delivery. Immutable and thread-safe.
 *
 * @param clock the time by which envelopes expire
 */
record EnvelopeRules(Clock clock) {
    /** Whether {@code argument} is an envelope of no more use; its record is then marked as skipped. */
    boolean isExpired(@Nullable Object argument, MqDelivery delivery) {
        if (argument instanceof MqEnvelope<?> envelope && envelope.isExpired(clock.instant())) {
            var made = envelope.timestamp().orElseThrow();
            delivery.context().skip("expired " + made.toInstant().plus(envelope.ttl()));
            return true;
        }
        return false;
    }

    /**
     * What the engine is to hear of {@code thrown}: a rejection if {@code argument} is an envelope that is not to be retried.
     * An interrupt stays one: it is not the record's fault.
     */
    Throwable thrown(@Nullable Object argument, Throwable thrown) {
        if (!(argument instanceof MqEnvelope<?> envelope)
                || envelope.isRetriable()
                || thrown instanceof MqRejectedException
                || thrown instanceof InterruptedException) {
            return thrown;
        }
        return new MqRejectedException("the listener failed, and the envelope is not to be retried: " + thrown, thrown);
    }
}
