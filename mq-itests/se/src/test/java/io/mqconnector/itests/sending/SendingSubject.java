// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.itests.model.Counts;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the model sends through, and what it does to that: the connector, or a stand-in. Thread-safe.
 *
 * <p>An operation returns when it is done, or throws an {@link io.mqconnector.api.MqException} when it was not done.
 */
interface SendingSubject extends AutoCloseable {
    /** As of {@link io.mqconnector.api.MqProducer}. */
    MqReceipt send(MqMessage message);

    /** As of {@link io.mqconnector.api.MqProducer}. */
    CompletionStage<MqReceipt> sendAsync(MqMessage message);

    /** As of {@link io.mqconnector.api.MqProducer}. */
    void sendAsync(MqMessage message, MqSendCallback callback);

    /** As of {@link io.mqconnector.api.MqProducer}. */
    MqBatchResult sendBatch(List<MqMessage> messages);

    /** As of {@link io.mqconnector.api.MqProducer}. */
    CompletionStage<MqBatchResult> sendBatchAsync(List<MqMessage> messages);

    /** Replaces the producer of one stripe, any. */
    void rotateOne(int chance);

    /** Replaces all producers at once. */
    void rotateAll();

    /** Changes the number of stripes. */
    void resize(int stripeCount);

    /** Changes settings of the producers; which, is drawn. */
    void reconfigure(int chance);

    /**
     * Makes the producer of one stripe useless, behind its owner's back.
     *
     * @return whether there was one to be killed
     */
    boolean kill(Death death, int chance);

    /** Adds what it has counted itself. */
    void count(Counts<Count> counts);

    @Override
    void close();
}
