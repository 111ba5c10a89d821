// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;

/** Answers what it gets: a listener and the injected producer in one bean. */
@ApplicationScoped
public class ChatListener {
    @Inject
    private MqProducer producer;

    @MqListener(name = "chat", topics = "${it.chat}", group = "${it.chat}-group", autoOffsetReset = "earliest")
    void onMessage(MqMessage message, MqMetadata metadata) {
        Deliveries.write("chat", message, metadata);
        producer.send(MqMessage.of(
                metadata.topic() + "-answers",
                message.keyText(),
                ("re: " + message.text()).getBytes(StandardCharsets.UTF_8)));
    }
}
