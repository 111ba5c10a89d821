// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** The same without a transaction. */
@ApplicationScoped
public class FailingListener {
    @Inject
    private Received received;

    @MqListener(
            name = "failing",
            topics = "chat.failing",
            group = "chat.failing.listener",
            autoOffsetReset = "earliest")
    void onMessage(MqMessage message, MqMetadata metadata) throws IOException, InterruptedException {
        received.write("failing-listener", message, metadata, "");
        if (!"timeout".equals(message.text())) {
            Trouble.maybe(message.text(), metadata.attempt());
        }
    }
}
