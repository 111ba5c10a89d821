// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.KafkaErrors;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** Waiting for what a poll thread was asked to do. */
final class PollThreads {
    /** How much longer than the poll thread its caller waits: for the turn it is in. */
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private PollThreads() {}

    /**
     * Waits for an answer.
     *
     * @param timeout that the poll thread has
     * @param context what was asked, of which listener
     * @throws MqException why there is none
     */
    static <T> T await(Future<T> answer, Duration timeout, String context) {
        try {
            return answer.get(timeout.toNanos() + TURN_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(MqErrorCode.INTERRUPTED, context + " was interrupted", e, false);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT, context + " was not done within " + timeout, e, true);
        } catch (CancellationException e) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, context + ": its Kafka consumer has ended meanwhile; try again", e, true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqException ours) {
                throw ours;
            }
            if (e.getCause() instanceof KafkaException theirs) {
                throw KafkaErrors.connection(theirs, context);
            }
            throw new MqConnectionException(MqErrorCode.ILLEGAL_STATE, context + " failed", e.getCause(), false);
        }
    }
}
