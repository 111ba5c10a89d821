// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import org.jspecify.annotations.Nullable;

/**
 * What a sender was told of a message.
 *
 * @param kind what became of it
 * @param partition where it is, if acknowledged
 * @param offset where it is, if acknowledged
 * @param code why it failed, or null
 * @param text why it failed, in words
 * @param nanos when
 * @param tick when, among what senders do
 */
record Outcome(
        Kind kind, int partition, long offset, @Nullable MqErrorCode code, String text, long nanos, long tick) {
    /** What is known of the message. */
    enum Kind {
        ACKNOWLEDGED,
        NOT_WRITTEN,
        UNKNOWN
    }

    static Outcome acknowledged(int partition, long offset, long tick) {
        return new Outcome(Kind.ACKNOWLEDGED, partition, offset, null, "", System.nanoTime(), tick);
    }

    static Outcome failed(MqSendException failure, long tick) {
        return new Outcome(
                failure.outcome() == MqOutcome.NOT_WRITTEN ? Kind.NOT_WRITTEN : Kind.UNKNOWN,
                -1,
                -1,
                failure.code(),
                String.valueOf(failure.getMessage()),
                System.nanoTime(),
                tick);
    }

    @Override
    public String toString() {
        return kind == Kind.ACKNOWLEDGED
                ? "ACKNOWLEDGED " + partition + "@" + offset + " at " + tick
                : kind + " " + code + " at " + tick + " (" + text + ")";
    }
}
