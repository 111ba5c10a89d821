// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One batch: collects an outcome for each message and completes with all of them. */
final class BatchSend extends CompletableFuture<MqBatchResult> {
    private final long startNanos = System.nanoTime();
    private final AtomicReferenceArray<MqBatchResult.Result> results;
    private final AtomicInteger missing;
    private final Thread sender = Thread.currentThread();
    /** What would hold the sender as long again; confined to the sender. */
    private final List<MqSendException> blockers;

    /**
     * @param size how many messages
     * @param blockers what held the sender already, of earlier parts of the batch; added to
     */
    BatchSend(int size, List<MqSendException> blockers) {
        this.blockers = blockers;
        this.results = new AtomicReferenceArray<>(size);
        this.missing = new AtomicInteger(size);
        if (size == 0) {
            complete(new MqBatchResult(new ArrayList<>()));
        }
    }

    /**
     * Why a message need not be tried: an earlier one of this batch held the sender for {@code max-block} in vain, and this
     * one would do the same. By the sender.
     */
    @Nullable
    MqSendException blocker(MqMessage message) {
        for (MqSendException blocker : blockers) {
            if (blocker.code() != MqErrorCode.TOPIC_NOT_FOUND || sameTarget(blocker, message)) {
                return blocker;
            }
        }
        return null;
    }

    /** The callback of the message at {@code index}. */
    MqSendCallback slot(int index) {
        return new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                fill(
                        index,
                        MqBatchResult.Result.of(new MqReceipt(
                                message.topic(), partition, offset, timestampMillis, System.nanoTime() - startNanos)));
            }

            @Override
            public void failed(MqMessage message, MqSendException failure) {
                if (Thread.currentThread() == sender && blocks(failure) && !blockers.contains(failure)) {
                    blockers.add(failure);
                }
                fill(index, MqBatchResult.Result.of(failure));
            }
        };
    }

    /** A topic that is missing says nothing of other topics; one partition of it nothing of the others. */
    private static boolean sameTarget(MqSendException blocker, MqMessage message) {
        return blocker.topic().equals(message.topic())
                && (blocker.partition().isEmpty() || blocker.partition().equals(message.partition()));
    }

    private static boolean blocks(MqSendException failure) {
        return failure.outcome() == MqOutcome.NOT_WRITTEN
                && (failure.code() == MqErrorCode.TOPIC_NOT_FOUND
                        || failure.code() == MqErrorCode.CONNECTION_FAILED
                        || failure.code() == MqErrorCode.BUFFER_FULL);
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
