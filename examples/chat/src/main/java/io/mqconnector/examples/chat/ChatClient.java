// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqSendCallback;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What a gateway does for the users connected to it: it passes on what they post and do. Thread-safe.
 *
 * <p>The user's id is the key, so that one user's messages stay in order.
 */
@ApplicationScoped
public class ChatClient {
    @Inject
    MqProducer producer;

    /**
     * Posts a chat message; returns at once.
     *
     * @param userId who posts
     * @param text what
     * @param traceId travels with the message to every reader
     * @param outcome hears whether the broker has it
     */
    public void post(String userId, String text, String traceId, MqSendCallback outcome) {
        send(ChatTopics.UPSTREAM, userId, text, traceId, outcome);
    }

    /**
     * Announces that a user is typing or has joined; returns at once.
     *
     * @param userId who
     * @param event what
     * @param traceId travels with the event to every reader
     * @param outcome hears whether the broker has it
     */
    public void announce(String userId, String event, String traceId, MqSendCallback outcome) {
        send(ChatTopics.USER_EVENTS, userId, event, traceId, outcome);
    }

    private void send(String topic, String userId, String text, String traceId, MqSendCallback outcome) {
        var message = MqMessage.builder(topic)
                .key(userId)
                .value(text)
                .header(ChatTopics.TRACE_ID, traceId)
                .build();
        producer.sendAsync(message, outcome);
    }
}
