// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Listener methods of a CDI bean. */
@ApplicationScoped
public class OrdersListener {
    @Inject
    private Received received;

    @MqListener(topics = "chat.orders", group = "chat.orders.listener", workers = 4, autoOffsetReset = "earliest")
    void onOrder(MqMessage message, MqMetadata metadata) {
        received.write("listener", message, metadata, "");
    }
}
