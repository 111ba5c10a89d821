// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which failed sends are tried again, and when. Immutable.
 *
 * @param attempts how often a message is tried, the first time included
 * @param backoff the first pause
 * @param maxBackoff the longest pause
 * @param multiplier by how much each pause is longer than the one before
 * @param jitter the random part of each pause, from 0 to 1
 * @param retriesUnknown whether what may be written already is sent again, and so perhaps twice
 */
public record RetryPolicy(
        int attempts, Duration backoff, Duration maxBackoff, double multiplier, double jitter, boolean retriesUnknown) {
    /** Whether one that has failed so often, the last time like this, is tried again. */
    boolean allows(int failureCount, MqSendException failure) {
        return failureCount < attempts
                && (failure.outcome() == MqOutcome.NOT_WRITTEN || retriesUnknown)
                && (failure.isRetriable() || failure.code() == MqErrorCode.PRODUCER_FENCED);
    }

    /** The pause after so many failures, at least one. */
    long pauseNanos(int failureCount) {
        double pause =
                Math.min(backoff.toNanos() * Math.pow(multiplier, failureCount - 1.0), (double) maxBackoff.toNanos());
        return (long) (pause * (1 - jitter * ThreadLocalRandom.current().nextDouble()));
    }
}
