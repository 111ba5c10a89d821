// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The sends that an {@link MqProducer}, an {@link MqTransaction} and an {@link MqPooledProducer} have in common; what they
 * promise beyond, each of them says.
 *
 * <p><b>Payload.</b> {@code byte[]} is sent as it is (not copied: do not write into it afterwards), {@code String} as
 * UTF-8, null as a tombstone, anything else through an {@link io.mqconnector.spi.MqPayloadConverter}.
 *
 * <p><b>Time.</b> A synchronous send returns at the latest after {@code mq.producer.max-block} plus
 * {@code mq.producer.delivery-timeout}. An asynchronous one may hold its caller up to {@code mq.producer.max-block},
 * namely while the topic is not yet known or the buffer is full.
 */
public interface MqSender {
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
}
