// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.spi.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends within a transaction that the server ends; in all else the producer itself. Thread-safe. */
final class EnlistedProducer implements MqProducer {
    private final MqTransaction transaction;
    private final MqProducer producer;

    EnlistedProducer(MqTransaction transaction, MqProducer producer) {
        this.transaction = transaction;
        this.producer = producer;
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return transaction.send(message);
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return transaction.send(topic, key, payload, headers);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return transaction.sendAsync(message);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return transaction.sendAsync(topic, key, payload, headers);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        transaction.sendAsync(message, callback);
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        if (ProducerThread.isCurrent()) {
            throw new MqConnectionException(
                    MqErrorCode.ILLEGAL_STATE,
                    "a blocking send on a producer's callback thread would wait for itself; use sendBatchAsync there, or a"
                            + " thread of your own",
                    null,
                    false);
        }
        return sendBatchAsync(messages).toCompletableFuture().join();
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        var results = new ArrayList<CompletableFuture<MqBatchResult.Result>>(messages.size());
        for (MqMessage message : Messages.checked(messages)) {
            results.add(transaction
                    .sendAsync(message)
                    .handle((receipt, failure) -> failure == null
                            ? MqBatchResult.Result.of(receipt)
                            : MqBatchResult.Result.of(known(failure)))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(all -> new MqBatchResult(
                        results.stream().map(CompletableFuture::join).toList()));
    }

    private static MqSendException known(Throwable failure) {
        if (failure instanceof MqSendException known) {
            return known;
        }
        if (failure instanceof CompletionException && failure.getCause() instanceof MqSendException known) {
            return known;
        }
        throw new IllegalStateException("a send fails with a failure of ours", failure);
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
        throw new MqConnectionException(
                MqErrorCode.ILLEGAL_STATE,
                "this connection is part of a JTA transaction (mq.producer.jta=enlist), in which no other begins; take"
                        + " another connection outside of it",
                null,
                false);
    }
}
