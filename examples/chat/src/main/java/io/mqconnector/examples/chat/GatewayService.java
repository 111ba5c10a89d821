// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Takes what logic has sent to this gateway, to show it to the users connected here. */
@ApplicationScoped
public class GatewayService {
    @Inject
    DeliveryObserver observer;

    /** Topic and group are this instance's own: every gateway gets everything. */
    @MqListener(
            topics = ChatTopics.DOWNSTREAM_PREFIX + "${mq.instance-id}",
            group = ChatTopics.GATEWAY_GROUP_PREFIX + "${mq.instance-id}")
    void show(
            @Nullable String text,
            @MqKey @Nullable String userId,
            @MqHeader(ChatTopics.TRACE_ID) @Nullable String traceId,
            MqMetadata metadata) {
        observer.delivered(userId, text, traceId, metadata);
    }
}
