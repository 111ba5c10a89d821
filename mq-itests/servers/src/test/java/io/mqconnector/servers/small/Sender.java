// SPDX-License-Identifier: MIT
package io.mqconnector.servers.small;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;

/** The only class here that names mq: servers look into others before CDI, and fail there with less to say. */
@ApplicationScoped
public class Sender {
    @Inject
    private MqProducer producer;

    /** Sends one and waits for its acknowledgement. */
    public void send(String topic, String text) {
        producer.send(MqMessage.of(topic, "key", text.getBytes(StandardCharsets.UTF_8)));
    }
}
