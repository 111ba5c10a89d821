// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;

/** A session bean that sends. */
@Stateless
public class PostingEjb {
    @Inject
    private MqProducer producer;

    /** Sends one and waits for its acknowledgement. */
    public void post(String topic, String key, String text) {
        producer.send(MqMessage.of(topic, key, text.getBytes(StandardCharsets.UTF_8)));
    }
}
