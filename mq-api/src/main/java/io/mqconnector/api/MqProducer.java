// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages: thread-safe, one for any number of threads, the same type in every environment.
 *
 * <p><b>Life-cycle.</b> Injected or taken from {@link Mq}; its owner is the connector, there is nothing to close. After
 * the connector is closed every call fails with {@link MqErrorCode#CLOSED}.
 *
 * <p><b>Delivery.</b> With the defaults (idempotence, {@code acks=all}) an acknowledged message is in the log exactly
 * once. A failed one is {@link MqOutcome#NOT_WRITTEN} or {@link MqOutcome#UNKNOWN}.
 *
 * <p><b>Order.</b> If {@code send(m1)} happened before {@code send(m2)}, both with the same topic and key (and the same
 * explicit partition, or none), and both are acknowledged, m1 precedes m2 in the partition.
 *
 * <p><b>Payload.</b> {@code byte[]} is sent as it is (not copied: do not write into it afterwards), {@code String} as
 * UTF-8, null as a tombstone, anything else through an {@link io.mqconnector.spi.MqPayloadConverter}.
 *
 * <p><b>Time.</b> A synchronous send returns at the latest after {@code mq.producer.max-block} plus
 * {@code mq.producer.delivery-timeout}. An asynchronous one may hold its caller up to {@code mq.producer.max-block},
 * namely while the topic is not yet known or the buffer is full.
 */
public interface MqProducer {
    /**
     * Sends and waits for the acknowledgement.
     *
     * @throws MqSendException if there is none; its outcome says what is known of the message. A thread that is interrupted
     *     already sends nothing; one that is interrupted while it waits gets {@link MqOutcome#UNKNOWN}
     */
    MqReceipt send(MqMessage message);

    /** As {@link #send(MqMessage)}, without a key. */
    default MqReceipt send(String topic, @Nullable Object payload) {
        return send(topic, null, payload, MqHeaders.none());
    }

    /** As {@link #send(MqMessage)}. */
    default MqReceipt send(String topic, @Nullable String key, @Nullable Object payload) {
        return send(topic, key, payload, MqHeaders.none());
    }

    /** As {@link #send(MqMessage)}. */
    MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers);

    /**
     * Sends without waiting. The stage completes with the receipt, or exceptionally with an {@link MqSendException}; its
     * dependent actions run on the producer's I/O thread unless they are given an executor, and must not block it.
     */
    CompletionStage<MqReceipt> sendAsync(MqMessage message);

    /** As {@link #sendAsync(MqMessage)}, without a key. */
    default CompletionStage<MqReceipt> sendAsync(String topic, @Nullable Object payload) {
        return sendAsync(topic, null, payload, MqHeaders.none());
    }

    /** As {@link #sendAsync(MqMessage)}. */
    default CompletionStage<MqReceipt> sendAsync(String topic, @Nullable String key, @Nullable Object payload) {
        return sendAsync(topic, key, payload, MqHeaders.none());
    }

    /** As {@link #sendAsync(MqMessage)}. */
    CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers);

    /**
     * Sends without waiting: the form for the hot path. Failures of every kind go to the callback, none is thrown.
     *
     * @param message the message
     * @param callback hears the outcome; may be shared by all sends
     */
    void sendAsync(MqMessage message, MqSendCallback callback);

    /**
     * Sends all, in order, and waits for every outcome. One failure does not stop the others.
     *
     * @return one result for each message, in order
     */
    MqBatchResult sendBatch(List<? extends MqMessage> messages);

    /** As {@link #sendBatch(List)}, without waiting; the stage never completes exceptionally. */
    CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages);

    /**
     * Waits until everything sent before this call has its outcome.
     *
     * @param timeout longest wait, positive
     * @throws MqConnectionException with {@link MqErrorCode#TIMED_OUT} if something is still in flight then (nothing is
     *     given up by that), {@link MqErrorCode#ILLEGAL_STATE} on a callback thread
     */
    void flush(Duration timeout);

    /**
     * A true round trip to the cluster. Answers are shared for a second.
     *
     * @param timeout longest wait, positive
     * @return what was found; unreachable is an answer, not an exception
     */
    MqPing ping(Duration timeout);

    /** A snapshot of what this producer has done. */
    MqProducerStats stats();
}
