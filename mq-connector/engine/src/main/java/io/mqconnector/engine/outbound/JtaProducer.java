// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqBatchResult;
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
import io.mqconnector.spi.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that respects JTA transactions: each message goes to a {@link Deferral} first, and what that does not take is
 * sent at once. Thread-safe.
 */
public final class JtaProducer implements MqProducer {
    private final MqProducer direct;
    private final Deferral deferral;
    private final Payloads payloads;
    private final Consumer<MqErrorCode> errors;

    /**
     * @param direct sends at once
     * @param deferral is asked first
     * @param payloads turns values into messages
     * @param errors told the code of each message that is refused here
     */
    public JtaProducer(MqProducer direct, Deferral deferral, Payloads payloads, Consumer<MqErrorCode> errors) {
        this.direct = direct;
        this.deferral = deferral;
        this.payloads = payloads;
        this.errors = errors;
    }

    @Override
    public MqReceipt send(MqMessage message) {
        requireNonNull(message, "message");
        long startNanos = System.nanoTime();
        return isTaken(message, null) ? pending(message, startNanos) : direct.send(message);
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return send(payloads.message(topic, key, payload, headers));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        requireNonNull(message, "message");
        var send = new StagedSend();
        try {
            return isTaken(message, send) ? send : direct.sendAsync(message);
        } catch (MqSendException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return payloads.sendAsync(this, topic, key, payload, headers);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        requireNonNull(message, "message");
        requireNonNull(callback, "callback");
        boolean isTaken;
        try {
            isTaken = isTaken(message, callback);
        } catch (MqSendException e) {
            callback.failed(message, e);
            return;
        }
        if (!isTaken) {
            direct.sendAsync(message, callback);
        }
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        var all = Messages.checked(messages);
        var results = new ArrayList<MqBatchResult.Result>(all.size());
        for (MqMessage message : all) {
            long startNanos = System.nanoTime();
            try {
                if (isTaken(message, null)) {
                    results.add(MqBatchResult.Result.of(pending(message, startNanos)));
                } else if (results.isEmpty()) {
                    return direct.sendBatch(all);
                } else {
                    results.add(MqBatchResult.Result.of(direct.send(message)));
                }
            } catch (MqSendException e) {
                results.add(MqBatchResult.Result.of(e));
            }
        }
        return new MqBatchResult(results);
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        var all = Messages.checked(messages);
        var batch = new BatchSend(all.size(), new ArrayList<>());
        for (int i = 0; i < all.size(); i++) {
            var slot = batch.slot(i);
            try {
                boolean isTaken = isTaken(all.get(i), slot);
                if (!isTaken && i == 0) {
                    return direct.sendBatchAsync(all);
                }
                if (!isTaken) {
                    direct.sendAsync(all.get(i), slot);
                }
            } catch (MqSendException e) {
                slot.failed(all.get(i), e);
            }
        }
        return batch;
    }

    @Override
    public void flush(Duration timeout) {
        direct.flush(timeout);
    }

    @Override
    public MqPing ping(Duration timeout) {
        return direct.ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        return direct.stats();
    }

    /** The application's own: no JTA transaction ends it. */
    @Override
    public MqTransaction beginTransaction() {
        return direct.beginTransaction();
    }

    private boolean isTaken(MqMessage message, @Nullable MqSendCallback callback) {
        try {
            return deferral.takes(message, callback);
        } catch (MqSendException e) {
            errors.accept(e.code());
            throw e;
        }
    }

    private static MqReceipt pending(MqMessage message, long startNanos) {
        return MqReceipt.pending(
                message.topic(),
                message.timestamp().orElseGet(System::currentTimeMillis),
                System.nanoTime() - startNanos);
    }
}
