// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Tells callers what became of their messages and counts failures by code. Thread-safe. */
final class Outcomes {
    private final MqLog log = MqLog.of(StripedProducer.class);
    private final Consumer<MqErrorCode> errors;
    private final TopicTraffic traffic;
    /** Hears of every outcome; null when there is none. Replaced whole. */
    private volatile @Nullable CircuitBreaker breaker;
    /** Quoted in failures; replaced when the configuration is. */
    private volatile SendLimits limits;
    /** Set once: every failure is then one of closing. */
    private volatile boolean closed;

    /**
     * @param errors counts failures
     * @param traffic counts them by topic
     * @param limits quoted in failures
     * @param breaker hears of every outcome; null when there is none
     */
    Outcomes(Consumer<MqErrorCode> errors, TopicTraffic traffic, SendLimits limits, @Nullable CircuitBreaker breaker) {
        this.errors = errors;
        this.traffic = traffic;
        this.limits = limits;
        this.breaker = breaker;
    }

    SendLimits limits() {
        return limits;
    }

    void limits(SendLimits changed) {
        limits = changed;
    }

    /** Null when there is none. */
    @Nullable
    CircuitBreaker breaker() {
        return breaker;
    }

    void breaker(@Nullable CircuitBreaker changed) {
        breaker = changed;
    }

    void close() {
        closed = true;
    }

    void acknowledge(RecordMetadata metadata, MqMessage message, MqSendCallback callback) {
        var told = breaker;
        if (told != null) {
            told.succeeded();
        }
        try {
            callback.acknowledged(message, metadata.partition(), metadata.offset(), metadata.timestamp());
        } catch (Throwable e) {
            // even an Error: it would end Kafka's I/O thread, and every other send with it
            log.callbackFailed(message.topic(), e);
        }
    }

    void fail(MqMessage message, MqSendCallback callback, MqSendException failure) {
        var told = breaker;
        if (told != null) {
            told.failed(failure.code());
        }
        refuse(message, callback, failure);
    }

    /** As {@link #fail}, of a message that the breaker was not asked for, or did not let through. */
    void refuse(MqMessage message, MqSendCallback callback, MqSendException failure) {
        errors.accept(failure.code());
        traffic.failed(message.topic());
        try {
            callback.failed(message, failure);
        } catch (Throwable e) {
            // see acknowledge
            log.callbackFailed(message.topic(), e);
        }
    }

    /** What Kafka's failure of a send is for its caller. */
    MqSendException failure(Exception cause, MqMessage message, int partition, Progress progress) {
        if (closed) {
            return abandoned(
                    MqErrorCode.CLOSED,
                    "the connector was closed",
                    message.topic(),
                    partition,
                    progress != Progress.NOT_BUFFERED);
        }
        return KafkaErrors.send(cause, message, partition, progress, limits);
    }

    /** The failure of a message whose lane was given up while it was in flight, or about to be. */
    static MqSendException abandoned(MqErrorCode code, String reason, String topic, int partition, boolean buffered) {
        return new MqSendException(
                code,
                buffered ? MqOutcome.UNKNOWN : MqOutcome.NOT_WRITTEN,
                topic,
                partition,
                "message to topic " + topic + (buffered ? " may not be written: " : " not written: ") + reason,
                null,
                code != MqErrorCode.CLOSED,
                code == MqErrorCode.CLOSED);
    }

    /** The failure of a message that was never handed to Kafka. */
    static MqSendException notSent(MqErrorCode code, String topic, String why) {
        return new MqSendException(
                code,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: " + why,
                null,
                mayPass(code),
                code == MqErrorCode.CLOSED);
    }

    /** Whether it may go by itself. */
    private static boolean mayPass(MqErrorCode code) {
        return switch (code) {
            case CLOSED, ILLEGAL_STATE, CONFIGURATION_INVALID, AUTHENTICATION_FAILED, AUTHORIZATION_FAILED -> false;
            default -> true;
        };
    }
}
