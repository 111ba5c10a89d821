// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes sends into the journal. */
class RecordingProducer implements MqProducer {
    private final Journal journal;

    RecordingProducer(Journal journal) {
        this.journal = journal;
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        journal.add("sent " + payload + " to " + topic);
        return new MqReceipt(topic, 0, 0, 0, 0);
    }

    @Override
    public MqReceipt send(MqMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MqPing ping(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MqProducerStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public MqTransaction beginTransaction() {
        throw new UnsupportedOperationException();
    }
}
