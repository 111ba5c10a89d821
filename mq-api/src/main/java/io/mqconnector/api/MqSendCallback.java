// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Hears the outcome of one asynchronous send: the form for the hot path, since one instance may serve any number of
 * sends.
 *
 * <p>Exactly one method is called, once. It runs on the producer's I/O thread, or on the calling thread when the send
 * fails at once; it must not block, and may itself send asynchronously. Calls for one topic and key come in send order.
 * What it throws is logged and ignored.
 */
public interface MqSendCallback {
    /**
     * The broker has acknowledged the message. With {@code mq.producer.jta=outbox}: the transaction is committed and with
     * it the message's row; partition and offset are -1 then.
     *
     * @param message the message as it was given
     * @param partition its partition
     * @param offset its offset; -1 with {@code acks=0}
     * @param timestampMillis the record's time, in milliseconds since the epoch
     */
    void acknowledged(MqMessage message, int partition, long offset, long timestampMillis);

    /**
     * The message was not acknowledged; {@link MqSendException#outcome()} says what is known of it.
     *
     * @param message the message as it was given
     * @param failure why
     */
    void failed(MqMessage message, MqSendException failure);
}
