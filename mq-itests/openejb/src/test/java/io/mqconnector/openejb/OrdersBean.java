// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Takes what comes, in several threads. */
@MessageDriven(
        messageListenerInterface = MqMessageListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topics", propertyValue = "${it.orders}"),
            @ActivationConfigProperty(propertyName = "groupId", propertyValue = "${it.orders}-group"),
            @ActivationConfigProperty(propertyName = "autoOffsetReset", propertyValue = "earliest"),
            @ActivationConfigProperty(propertyName = "workers", propertyValue = "4")
        })
public class OrdersBean implements MqMessageListener {
    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) {
        Deliveries.write("orders", message, metadata);
    }
}
