// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSender;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is current on the sender's thread into each message, by the carriers of an application; in all else it is the
 * sender behind it. As thread-safe as that one.
 */
class CarryingSender<S extends MqSender> implements MqSender {
    final S sender;
    final Carriers carriers;

    CarryingSender(S sender, Carriers carriers) {
        this.sender = sender;
        this.carriers = carriers;
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return sender.send(carriers.carrying(message));
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return sender.send(topic, key, payload, carriers.carrying(headers));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return sender.sendAsync(carriers.carrying(message));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return sender.sendAsync(topic, key, payload, carriers.carrying(headers));
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        sender.sendAsync(carriers.carrying(message), callback);
    }
}
