// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells users what others do. It and {@link AnalyticsService} are different groups: both get every event. */
@ApplicationScoped
public class NotificationService {
    @Inject
    DeliveryObserver observer;

    /** Takes one user event. */
    @MqListener(topics = ChatTopics.USER_EVENTS, group = ChatTopics.NOTIFICATION_GROUP)
    void tell(
            @Nullable String event,
            @MqKey @Nullable String userId,
            @MqHeader(ChatTopics.TRACE_ID) @Nullable String traceId,
            MqMetadata metadata) {
        observer.delivered(userId, event, traceId, metadata);
    }
}
