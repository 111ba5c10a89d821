// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for its stripe, or may have to wait again. Made on the sending thread; afterwards whoever has taken
 * it from a queue owns it.
 */
final class QueuedSend {
    final MqMessage message;
    final MqSendCallback callback;
    /** What its stripe was chosen by, see {@link StripeRouter#hash}. */
    final int hash;
    /** When it was sent, as {@link Ticks#now()}; 0 if its latency is not wanted. */
    final int tick;

    final ProducerRecord<byte[], byte[]> record;
    final long bytes;
    /** When it was sent. */
    final long sinceNanos;
    /** Whether it was sent on a thread that must not be held. Of the owner. */
    boolean isOfCallback;
    /** Whether it has been queued, so that its sender may have gone on to the next. Of the owner. */
    boolean hasWaited;
    /** How often it has failed. Of the owner. */
    int failureCount;
    /** Why it failed last; null before. Of the owner. */
    @Nullable
    MqSendException lastFailure;
    /** Its place among the messages of its stripe; 0 when nobody counts them. Of the owner. */
    long sequence;
    /** When it fails unless it has left the queue. Of the owner. */
    long deadlineNanos;

    QueuedSend(MqMessage message, MqSendCallback callback, int hash, int tick, long nowNanos) {
        this.message = message;
        this.callback = callback;
        this.hash = hash;
        this.tick = tick;
        this.record = OutgoingRecord.of(message);
        this.bytes = OutgoingRecord.bytes(record);
        this.sinceNanos = nowNanos;
    }
}
