// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** A message-driven bean that takes what comes. */
@MessageDriven(
        name = "OrdersBean",
        messageListenerInterface = MqMessageListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topics", propertyValue = "chat.orders"),
            @ActivationConfigProperty(propertyName = "groupId", propertyValue = "chat.orders.bean"),
            @ActivationConfigProperty(propertyName = "autoOffsetReset", propertyValue = "earliest"),
            @ActivationConfigProperty(propertyName = "workers", propertyValue = "4")
        })
public class OrdersBean implements MqMessageListener {
    @Inject
    private Received received;

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) {
        received.write("bean", message, metadata, "");
    }
}
