// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts what users do. It and {@link NotificationService} are different groups: both get every event. */
@ApplicationScoped
public class AnalyticsService {
    @Inject
    DeliveryObserver observer;

    /** Takes one user event, in the form with the whole message. */
    @MqListener(topics = ChatTopics.USER_EVENTS, group = ChatTopics.ANALYTICS_GROUP)
    void count(MqMessage event, MqMetadata metadata) {
        var traceId = event.headers().text(ChatTopics.TRACE_ID).orElse(null);
        observer.delivered(event.keyText(), event.text(), traceId, metadata);
    }
}
