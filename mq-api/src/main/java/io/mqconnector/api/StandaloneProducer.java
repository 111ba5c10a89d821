// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The producer of a connector that is closed with it. As thread-safe as that. */
final class StandaloneProducer implements MqStandaloneProducer {
    private final Mq mq;
    private final MqProducer producer;

    StandaloneProducer(Mq mq) {
        this.mq = mq;
        this.producer = mq.producer();
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return producer.send(message);
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return producer.send(topic, key, payload, headers);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return producer.sendAsync(message);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return producer.sendAsync(topic, key, payload, headers);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        producer.sendAsync(message, callback);
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        return producer.sendBatch(messages);
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        return producer.sendBatchAsync(messages);
    }

    @Override
    public void flush(Duration timeout) {
        producer.flush(timeout);
    }

    @Override
    public MqPing ping(Duration timeout) {
        return producer.ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        return producer.stats();
    }

    @Override
    public MqTransaction beginTransaction() {
        return producer.beginTransaction();
    }

    @Override
    public void close() {
        mq.close();
    }
}
