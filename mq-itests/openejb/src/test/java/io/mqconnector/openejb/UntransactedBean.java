// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Fails the first attempt as the text says; without a transaction. */
@MessageDriven(
        messageListenerInterface = MqMessageListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topics", propertyValue = "${it.untransacted}"),
            @ActivationConfigProperty(propertyName = "groupId", propertyValue = "${it.untransacted}-group"),
            @ActivationConfigProperty(propertyName = "autoOffsetReset", propertyValue = "earliest"),
            @ActivationConfigProperty(propertyName = "retryBackoff", propertyValue = "50ms")
        })
public class UntransactedBean implements MqMessageListener {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(MqMessage message, MqMetadata metadata) {
        Deliveries.write("untransacted", message, metadata);
        if (metadata.attempt() == 1 && "exception".equals(message.text())) {
            throw new IllegalStateException("told to fail");
        }
        if (metadata.attempt() == 1 && "error".equals(message.text())) {
            throw new AssertionError("told to fail");
        }
    }
}
