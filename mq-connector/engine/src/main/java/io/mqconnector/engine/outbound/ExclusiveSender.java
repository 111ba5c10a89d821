// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqSender;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.RepeatedTries;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.pool.PooledProducer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends through one producer that is lent for a while, and never beyond that: who comes later could meet the next borrower.
 *
 * <p>Thread-safe. A sender is inside {@link #gate} while it is in Kafka's {@code send}; {@link #shut()} waits for those
 * inside. Callbacks of the application are called outside.
 */
abstract class ExclusiveSender implements MqSender {
    private final MqLog log = MqLog.of(getClass());
    private final ExclusiveContext context;
    private final PooledProducer producer;
    private final RepeatedTries repeatedTries;

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    /** Set once, before those inside the gate are waited for: nobody enters any more. */
    private volatile boolean shut;
    /** The thread acknowledgements arrive on; written by that thread. */
    private volatile @Nullable Thread ioThread;

    ExclusiveSender(ExclusiveContext context, PooledProducer producer) {
        this.context = context;
        this.producer = producer;
        this.repeatedTries = new RepeatedTries(producer.limits().deliveryTimeout(), context.nanoTime());
    }

    /** Why nothing is sent any more. */
    abstract MqSendException refusal(String topic);

    /** A send has failed; told before its callback. */
    void sendFailed(MqSendException failure) {}

    @Override
    public final MqReceipt send(MqMessage message) {
        requireNonNull(message, "message");
        requireNotCallback("a blocking send");
        if (Thread.currentThread().isInterrupted()) {
            throw notSent(MqErrorCode.INTERRUPTED, message.topic(), "the calling thread is interrupted");
        }
        var send = new BlockingSend();
        dispatch(message, send);
        return send.await(message.topic(), Stripe.longestSendNanos(producer.limits()));
    }

    @Override
    public final MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return send(context.payloads().message(topic, key, payload, headers));
    }

    @Override
    public final CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        requireNonNull(message, "message");
        var send = new StagedSend();
        dispatch(message, send);
        return send;
    }

    @Override
    public final CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return context.payloads().sendAsync(this, topic, key, payload, headers);
    }

    @Override
    public final void sendAsync(MqMessage message, MqSendCallback callback) {
        requireNonNull(message, "message");
        requireNonNull(callback, "callback");
        dispatch(message, callback);
    }

    final PooledProducer producer() {
        return producer;
    }

    /** Lets nobody in any more and waits for those inside, at most {@code mq.producer.max-block}. */
    final void shut() {
        shut = true;
        gate.writeLock().lock();
        try {
            shut = true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Refuses what would wait for the thread that it is called on. */
    final void requireNotCallback(String what) {
        if (Thread.currentThread() == ioThread) {
            throw new MqConnectionException(
                    MqErrorCode.ILLEGAL_STATE,
                    what
                            + " on the thread of a callback of this producer would wait for itself; use sendAsync there, or a"
                            + " thread of your own",
                    null,
                    false);
        }
    }

    static MqSendException notSent(MqErrorCode code, String topic, String why) {
        return new MqSendException(
                code,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: " + why,
                null,
                code == MqErrorCode.INTERRUPTED,
                code == MqErrorCode.CLOSED);
    }

    private void dispatch(MqMessage message, MqSendCallback callback) {
        if (!enter()) {
            fail(message, callback, refusal(message.topic()));
            return;
        }
        var acknowledgement = new Acknowledgement(message, callback);
        try {
            // the outcome comes through the callback
            var unused = producer.kafka().send(OutgoingRecord.of(message), acknowledgement);
        } catch (RuntimeException e) {
            // thrown: what entered Kafka's buffer all the same is never sent, but may be reported through the callback
            // too
            if (acknowledgement.tells()) {
                acknowledgement.early = failure(e, message, -1, false);
            }
        } finally {
            acknowledgement.left();
            gate.readLock().unlock();
        }
        if (acknowledgement.early != null) {
            settle(message, callback, acknowledgement.early);
        }
    }

    /** Never waits: a writer that waits is one that shuts. */
    private boolean enter() {
        if (shut || !gate.readLock().tryLock()) {
            return false;
        }
        if (shut) {
            gate.readLock().unlock();
            return false;
        }
        return true;
    }

    private void acknowledge(RecordMetadata metadata, MqMessage message, MqSendCallback callback) {
        context.traffic()
                .acknowledged(
                        message.topic(),
                        Math.max(0, metadata.serializedKeySize()) + (long) Math.max(0, metadata.serializedValueSize()));
        try {
            callback.acknowledged(message, metadata.partition(), metadata.offset(), metadata.timestamp());
        } catch (Throwable e) {
            // even an Error: it would end Kafka's I/O thread, and every other send with it
            log.callbackFailed(message.topic(), e);
        }
    }

    private void settle(MqMessage message, MqSendCallback callback, MqSendException failure) {
        if (failure.isFatal()) {
            producer.markDead();
        }
        sendFailed(failure);
        fail(message, callback, failure);
    }

    private void fail(MqMessage message, MqSendCallback callback, MqSendException failure) {
        context.errors().accept(failure.code());
        context.traffic().failed(message.topic());
        try {
            callback.failed(message, failure);
        } catch (Throwable e) {
            // see acknowledge
            log.callbackFailed(message.topic(), e);
        }
    }

    private MqSendException failure(Throwable cause, MqMessage message, int partition, boolean buffered) {
        var progress = buffered
                ? repeatedTries.of(producer.kafka(), producer.clientId(), message.topic(), cause)
                : Progress.NOT_BUFFERED;
        return KafkaErrors.send(cause, message, partition, progress, producer.limits());
    }

    private final class Acknowledgement extends SendCallback {
        private final MqMessage message;
        private final MqSendCallback callback;
        /** A failure inside {@code send}; confined to the sender. */
        private @Nullable MqSendException early;

        Acknowledgement(MqMessage message, MqSendCallback callback) {
            this.message = message;
            this.callback = callback;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            boolean buffered = !isInside();
            if (buffered) {
                ioThread = Thread.currentThread();
            }
            if (failure == null && metadata != null) {
                if (!isTold()) {
                    acknowledge(metadata, message, callback);
                }
                return;
            }
            if (!tells()) {
                return;
            }
            var cause = failure == null ? new IllegalStateException("neither metadata nor failure") : failure;
            var known = failure(cause, message, metadata == null ? -1 : metadata.partition(), buffered);
            if (buffered) {
                settle(message, callback, known);
            } else {
                early = known;
            }
        }
    }
}
