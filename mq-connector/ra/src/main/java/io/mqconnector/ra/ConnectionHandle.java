// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A connection as an application holds it; not final, since TomEE hands out a subclass. Thread-safe. */
public class ConnectionHandle implements MqConnection {
    /** Null when closed or invalidated; a server may move it to another. */
    private final AtomicReference<@Nullable MqManagedConnection> managed;
    /** Set once, by the application: a closed handle is not opened again. */
    private volatile boolean closed;

    ConnectionHandle(MqManagedConnection managed) {
        this.managed = new AtomicReference<>(managed);
    }

    @Override
    public void close() {
        closed = true;
        var before = managed.getAndSet(null);
        if (before != null) {
            before.closed(this);
        }
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return toSend(message.topic()).send(message);
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return toSend(topic).send(topic, key, payload, headers);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        var producer = producer();
        return producer == null
                ? CompletableFuture.failedFuture(notSent(message.topic()))
                : producer.sendAsync(message);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        var producer = producer();
        return producer == null
                ? CompletableFuture.failedFuture(notSent(topic))
                : producer.sendAsync(topic, key, payload, headers);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        var producer = producer();
        if (producer == null) {
            callback.failed(message, notSent(message.topic()));
        } else {
            producer.sendAsync(message, callback);
        }
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        var producer = producer();
        return producer == null ? nothingSent(messages) : producer.sendBatch(messages);
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        var producer = producer();
        return producer == null
                ? CompletableFuture.completedFuture(nothingSent(messages))
                : producer.sendBatchAsync(messages);
    }

    @Override
    public void flush(Duration timeout) {
        open().flush(timeout);
    }

    @Override
    public MqPing ping(Duration timeout) {
        return open().ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        return open().stats();
    }

    @Override
    public MqTransaction beginTransaction() {
        return open().beginTransaction();
    }

    /** Closed by the server, which is told nothing. */
    void invalidate(MqManagedConnection by) {
        managed.compareAndSet(by, null);
    }

    /** Goes to another; returns where it was before, if anywhere. */
    @Nullable
    MqManagedConnection moveTo(MqManagedConnection other) {
        var before = managed.getAndSet(other);
        if (closed) {
            managed.compareAndSet(other, null);
        }
        return before;
    }

    /** Whether the application closed it. */
    boolean isClosed() {
        return closed;
    }

    private @Nullable MqProducer producer() {
        var connection = managed.get();
        return connection == null ? null : connection.producer();
    }

    private MqProducer toSend(String topic) {
        var producer = producer();
        if (producer == null) {
            throw notSent(topic);
        }
        return producer;
    }

    private MqProducer open() {
        var producer = producer();
        if (producer == null) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, "this connection is closed; get another from its factory", null, false);
        }
        return producer;
    }

    /** A batch never fails as a whole. */
    private static MqBatchResult nothingSent(List<? extends MqMessage> messages) {
        return new MqBatchResult(messages.stream()
                .map(message -> MqBatchResult.Result.of(notSent(message.topic())))
                .toList());
    }

    private static MqSendException notSent(String topic) {
        return new MqSendException(
                MqErrorCode.CLOSED,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: this connection is closed; get another from its factory",
                null,
                false,
                true);
    }
}
