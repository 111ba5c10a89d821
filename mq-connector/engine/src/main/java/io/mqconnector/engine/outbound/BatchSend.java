// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One batch: collects an outcome for each message and completes with all of them. */
final class BatchSend extends CompletableFuture<MqBatchResult> {
    private final long startNanos = System.nanoTime();
    private final AtomicReferenceArray<MqBatchResult.Result> results;
    private final AtomicInteger missing;

    BatchSend(int size) {
        this.results = new AtomicReferenceArray<>(size);
        this.missing = new AtomicInteger(size);
        if (size == 0) {
            complete(new MqBatchResult(new ArrayList<>()));
        }
    }

    /** The callback of the message at {@code index}. */
    MqSendCallback slot(int index) {
        return new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                fill(
                        index,
                        MqBatchResult.Result.of(new MqReceipt(
                                message.topic(),
                                partition,
                                offset,
                                timestampMillis,
                                System.nanoTime() - startNanos)));
            }

            @Override
            public void failed(MqMessage message, MqSendException failure) {
                fill(index, MqBatchResult.Result.of(failure));
            }
        };
    }

    private void fill(int index, MqBatchResult.Result result) {
        results.set(index, result);
        if (missing.decrementAndGet() == 0) {
            var all = new ArrayList<MqBatchResult.Result>(results.length());
            for (int i = 0; i < results.length(); i++) {
                all.add(results.get(i));
            }
            complete(new MqBatchResult(all));
        }
    }
}
