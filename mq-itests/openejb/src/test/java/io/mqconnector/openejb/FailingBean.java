// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import java.io.IOException;

/** Fails the first attempt as the text says; in a transaction of the container's. */
@MessageDriven(
        messageListenerInterface = MqMessageListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topics", propertyValue = "${it.failing}"),
            @ActivationConfigProperty(propertyName = "groupId", propertyValue = "${it.failing}-group"),
            @ActivationConfigProperty(propertyName = "autoOffsetReset", propertyValue = "earliest"),
            @ActivationConfigProperty(propertyName = "retryBackoff", propertyValue = "50ms")
        })
public class FailingBean implements MqMessageListener {
    @Resource
    private MessageDrivenContext context;

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws IOException {
        Deliveries.write("failing", message, metadata);
        if (metadata.attempt() > 1 || message.text() == null) {
            return;
        }
        switch (message.text()) {
            case "exception" -> throw new IllegalStateException("told to fail");
            case "checked" -> throw new IOException("told to fail");
            case "error" -> throw new AssertionError("told to fail");
            case "rollback" -> context.setRollbackOnly();
            default -> {}
        }
    }
}
