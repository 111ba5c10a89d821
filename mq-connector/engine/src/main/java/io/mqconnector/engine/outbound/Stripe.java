// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.SendLimits;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of some keys to Kafka: through its {@link Gate} into the {@link Lane} behind.
 *
 * <p>Thread-safe. The hot path is one striped increment and three volatile reads.
 */
final class Stripe {
    private final OutboundContext context;
    private final StripeOwner owner;
    /** Null unless failed messages may be sent again. */
    private final @Nullable KeyOrder order;

    private final Gate gate;

    /** Why there is no producer; null when there is one. Written by whoever tries to build it, one at a time. */
    private volatile @Nullable MqException trouble;

    Stripe(OutboundContext context, StripeOwner owner) {
        this.context = context;
        this.owner = owner;
        this.order = context.retry() == null ? null : new KeyOrder();
        this.gate = new Gate(this, context, order);
    }

    Gate gate() {
        return gate;
    }

    /** Whether it has a producer. */
    boolean isOpen() {
        return gate.lane() != null;
    }

    /**
     * Sends a message, or queues or refuses it.
     *
     * @param waits whether the caller waits for the outcome: it may then wait for room in the queue, and is timed
     */
    void send(MqMessage message, MqSendCallback callback, boolean waits) {
        if (order != null) {
            sendTracked(message, callback, waits);
            return;
        }
        var current = gate.lane();
        if (current != null) {
            long ticket = current.enter();
            if (current.isOpen() && mayEnter(current, message)) {
                current.send(message, callback, ticket, waits);
                return;
            }
            current.leave();
        }
        var queued = queued(message, callback, waits);
        if (queued != null) {
            admit(queued, waits);
        }
    }

    private void sendTracked(MqMessage message, MqSendCallback callback, boolean waits) {
        var queued = queued(message, callback, waits);
        if (queued != null && !sendNow(queued)) {
            admit(queued, waits);
        }
    }

    /** Through the gate, if it is open. */
    private boolean sendNow(QueuedSend send) {
        var current = gate.lane();
        if (current == null) {
            return false;
        }
        current.enter();
        if (order != null) {
            // before the gate is looked at: whoever closes it then sees this one
            send.sequence = order.enter(send.hash);
        }
        if (current.isOpen() && mayEnter(current, send.message)) {
            current.send(send);
            return true;
        }
        current.leave();
        return false;
    }

    /** A thread that hears outcomes must not be held inside Kafka: what might, waits in the queue instead. */
    private boolean mayEnter(Lane current, MqMessage message) {
        return !context.lanes().isCallbackThread(Thread.currentThread()) || current.takesAtOnce(message);
    }

    private @Nullable QueuedSend queued(MqMessage message, MqSendCallback callback, boolean waits) {
        try {
            return new QueuedSend(
                    message,
                    callback,
                    StripeRouter.hash(message),
                    waits ? Ticks.now() : 0,
                    context.nanoTime().getAsLong());
        } catch (RuntimeException e) {
            // what Kafka's record does not take
            refuse(
                    message,
                    callback,
                    KafkaErrors.send(
                            e,
                            message,
                            -1,
                            Progress.NOT_BUFFERED,
                            context.outcomes().limits()));
            return null;
        }
    }

    /** Fails a message without trying it, and counts that. */
    void refuse(MqMessage message, MqSendCallback callback, MqSendException failure) {
        context.lanes().countRefused();
        context.outcomes().fail(message, callback, failure);
    }

    /** As {@link #refuse}, of a message that the breaker was not asked for, or did not let through. */
    void refuseUnasked(MqMessage message, MqSendCallback callback, MqSendException failure) {
        context.lanes().countRefused();
        context.outcomes().refuse(message, callback, failure);
    }

    /** Queues a message, or sends it after all, or refuses it. */
    private void admit(QueuedSend send, boolean waits) {
        var refusal = trouble;
        if (refusal != null && refusal.code() == MqErrorCode.AUTHENTICATION_FAILED && gate.lane() == null) {
            // waiting does not mend credentials
            refuse(
                    send.message,
                    send.callback,
                    notBuilt(send.message.topic(), context.outcomes().limits()));
            return;
        }
        send.isOfCallback = context.lanes().isCallbackThread(Thread.currentThread());
        long longest = context.outcomes().limits().maxBlock().toNanos();
        long start = context.nanoTime().getAsLong();
        var way = this;
        try {
            while (true) {
                long left = longest - (context.nanoTime().getAsLong() - start);
                var admission = way.gate.admit(send, waits, left);
                switch (admission.kind()) {
                    case QUEUED -> {
                        return;
                    }
                    case OPEN -> {
                        if (way.sendNow(send)) {
                            return;
                        }
                    }
                    case SUCCEEDED -> {
                        var next = admission.next();
                        way = next == null ? way : next.of(send);
                    }
                    case FULL -> {
                        way.refuse(
                                send,
                                MqErrorCode.BUFFER_FULL,
                                way.gate.queueInWords()
                                        + ", which is all that mq.producer.buffer ("
                                        + context.outcomes().limits().bufferBytes()
                                        + ") allows; send slower, or raise it");
                        return;
                    }
                    case CLOSED -> {
                        way.refuse(send, MqErrorCode.CLOSED, "the connector is closed");
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(send, MqErrorCode.INTERRUPTED, "the calling thread was interrupted");
        }
    }

    /** How long a synchronous caller waits at most: both of Kafka's own limits, and a second for scheduling. */
    static long longestSendNanos(SendLimits limits) {
        return limits.maxBlock().plus(limits.deliveryTimeout()).toNanos() + TimeUnit.SECONDS.toNanos(1);
    }

    private void refuse(QueuedSend send, MqErrorCode code, String why) {
        refuse(send.message, send.callback, Outcomes.notSent(code, send.message.topic(), why));
    }

    /** A lane's send has failed: it may be a sign that the producer is dead. */
    void noteFailure(Lane failed, Exception cause, MqSendException failure, boolean buffered) {
        if (failure.code() == MqErrorCode.TOPIC_NOT_FOUND) {
            failed.topics().forget(failure.topic());
        }
        if (failed == gate.lane()) {
            var sign = ProducerDeath.sign(cause, failure, buffered);
            if (sign != ProducerDeath.NONE) {
                owner.died(this, failed, sign, cause);
            }
        }
    }

    /**
     * Takes a failed message back if it can be sent again without overtaking or being overtaken: one that was not buffered,
     * because its lane is given up; any other as the retry policy says.
     *
     * @return whether it has been; its outcome then comes later
     */
    boolean takesBack(
            Lane failed,
            @Nullable QueuedSend queued,
            MqMessage message,
            MqSendCallback callback,
            int tick,
            MqSendException failure,
            boolean buffered) {
        long now = context.nanoTime().getAsLong();
        var limits = context.outcomes().limits();
        if (!buffered && failed.isAbandoned()) {
            var send =
                    queued == null ? new QueuedSend(message, callback, StripeRouter.hash(message), tick, now) : queued;
            // counted as well, so that producers that die one after the other do not keep a message for ever
            if (now - send.sinceNanos < longestNanos()) {
                send.deadlineNanos = now + limits.maxBlock().toNanos();
                return gate.putBack(send, buffered, 0);
            }
            return false;
        }
        var retry = context.retry();
        if (retry == null || queued == null) {
            return false;
        }
        queued.failureCount++;
        queued.lastFailure = failure;
        if (!retry.allows(queued.failureCount, failure)) {
            return false;
        }
        long pause = retry.pauseNanos(queued.failureCount);
        if (now + pause - queued.sinceNanos >= longestNanos()) {
            return false;
        }
        queued.deadlineNanos = now + pause + limits.maxBlock().toNanos();
        return gate.putBack(queued, buffered, pause);
    }

    private long longestNanos() {
        var limits = context.outcomes().limits();
        return limits.maxBlock().plus(limits.deliveryTimeout()).toNanos();
    }

    /** Fails a message that has waited for too long. */
    void expire(QueuedSend send) {
        var failure = send.lastFailure;
        if (failure == null) {
            var limits = context.outcomes().limits();
            failure = gate.lane() == null
                    ? notBuilt(send.message.topic(), limits)
                    : Outcomes.notSent(
                            MqErrorCode.BUFFER_FULL,
                            send.message.topic(),
                            "it waited longer than mq.producer.max-block (" + limits.maxBlock()
                                    + ") behind others for its producer; check the brokers, or send slower");
        }
        refuse(send.message, send.callback, failure);
    }

    /** Why it has no producer, as it was found out last; null when it has one. */
    void noteTrouble(@Nullable MqException why) {
        trouble = why;
    }

    private MqSendException notBuilt(String topic, SendLimits limits) {
        var why = trouble;
        var code = why == null ? MqErrorCode.CONNECTION_FAILED : why.code();
        String text = why == null
                ? "no producer could be built within " + limits.maxBlock()
                : "there is no producer: " + why.getMessage();
        return Outcomes.notSent(
                code,
                topic,
                code == MqErrorCode.CONNECTION_FAILED
                        ? text + "; check mq.client.brokers (" + limits.brokers() + ")"
                        : text);
    }

    /** Refuses further sends and fails what is queued; its lane is for the caller to end. */
    void close() {
        for (QueuedSend send : gate.close()) {
            refuse(send, MqErrorCode.CLOSED, "the connector was closed");
        }
    }
}
