// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

/**
 * The broker's acknowledgement of one message: with {@code acks=all} it is written to every in-sync replica.
 *
 * <p>In a JTA transaction, with {@code mq.producer.jta} {@code after-commit} or {@code outbox}, there is no acknowledgement
 * before the commit: a synchronous send then returns a {@linkplain #isPending() pending} receipt.
 *
 * @param topic where it is
 * @param partition in which partition; -1 while pending
 * @param offset at which offset; -1 with {@code acks=0} and while pending
 * @param timestampMillis the record's time, in milliseconds since the epoch
 * @param latencyNanos from the call to the acknowledgement, in nanoseconds
 */
public record MqReceipt(String topic, int partition, long offset, long timestampMillis, long latencyNanos) {
    public MqReceipt {
        requireNonNull(topic, "topic");
    }

    /** Of a message that was taken over and has not been acknowledged. */
    public static MqReceipt pending(String topic, long timestampMillis, long latencyNanos) {
        return new MqReceipt(topic, -1, -1, timestampMillis, latencyNanos);
    }

    /**
     * Whether the message was taken over and no broker has acknowledged it yet: it goes out after the commit of the
     * surrounding transaction ({@code after-commit}) or by the relay ({@code outbox}), and not at all after a rollback.
     */
    public boolean isPending() {
        return partition < 0;
    }
}
