// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the model sends: all forms of {@link io.mqconnector.api.MqProducer}, with what they promise. Thread-safe. */
public interface Outlet {
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
}
