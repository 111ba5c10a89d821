// SPDX-License-Identifier: MIT
package io.mqconnector.servers.plain;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.ejb.MessageDriven;

/** Has no configuration of its own: topics and group come from elsewhere, like everything. */
@MessageDriven(name = "PlainBean", messageListenerInterface = MqMessageListener.class)
public class PlainBean implements MqMessageListener {
    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) {}
}
