// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import java.io.IOException;

/** Fails the first attempt as the text says; in a transaction of the container's. */
@MessageDriven(
        name = "FailingBean",
        messageListenerInterface = MqMessageListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topics", propertyValue = "chat.failing"),
            @ActivationConfigProperty(propertyName = "groupId", propertyValue = "chat.failing.bean"),
            @ActivationConfigProperty(propertyName = "autoOffsetReset", propertyValue = "earliest"),
            @ActivationConfigProperty(propertyName = "retryBackoff", propertyValue = "100ms"),
            @ActivationConfigProperty(propertyName = "autoCommitInterval", propertyValue = "200ms")
        })
public class FailingBean implements MqMessageListener {
    @Resource
    private MessageDrivenContext context;

    @Inject
    private Received received;

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws IOException, InterruptedException {
        received.write("failing-bean", message, metadata, "");
        Trouble.maybe(message.text(), metadata.attempt());
        if (metadata.attempt() == 1 && "rollback".equals(message.text())) {
            context.setRollbackOnly();
        }
    }
}
