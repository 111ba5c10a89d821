// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what users post and fans it out to every gateway. Several instances share the work: they are one consumer group.
 */
@ApplicationScoped
public class LogicService {
    @Inject
    MqProducer producer;

    @Inject
    GatewayDirectory gateways;

    @Inject
    DeliveryObserver observer;

    /**
     * A post counts as done only when every gateway's copy is acknowledged: {@code throwIfFailed} makes a failed copy a
     * failed record, which is delivered again. Each call waits for the broker, hence many workers; posts of one user come
     * one after the other, those of others meanwhile.
     */
    @MqListener(topics = ChatTopics.UPSTREAM, group = ChatTopics.LOGIC_GROUP, ordering = "key", workers = 96)
    void fanOut(
            @Nullable String text,
            @MqKey @Nullable String userId,
            @MqHeader(ChatTopics.TRACE_ID) @Nullable String traceId,
            MqMetadata metadata) {
        var headers = traceId == null ? MqHeaders.none() : MqHeaders.of(ChatTopics.TRACE_ID, traceId);
        List<MqMessage> copies = gateways.downstreamTopics().stream()
                .map(topic -> MqMessage.builder(topic)
                        .key(userId)
                        .value(text)
                        .headers(headers)
                        .build())
                .toList();

        producer.sendBatch(copies).throwIfFailed();

        observer.delivered(userId, text, traceId, metadata);
    }
}
