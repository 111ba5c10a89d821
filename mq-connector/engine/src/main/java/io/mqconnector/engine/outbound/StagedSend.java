// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.util.concurrent.CompletableFuture;

/** One asynchronous send whose caller wants a stage: the stage is the callback. */
final class StagedSend extends CompletableFuture<MqReceipt> implements MqSendCallback {
    private final long startNanos = System.nanoTime();

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        complete(new MqReceipt(message.topic(), partition, offset, timestampMillis, System.nanoTime() - startNanos));
    }

    @Override
    public void failed(MqMessage message, MqSendException failure) {
        completeExceptionally(failure);
    }
}
