// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The one table from Kafka's exceptions to ours. Stateless.
 *
 * <p>What decides the outcome: a failure before the record entered Kafka's buffer, and a refusal by the broker, mean
 * {@link MqOutcome#NOT_WRITTEN}; everything after which an earlier try may have been written means
 * {@link MqOutcome#UNKNOWN}.
 */
public final class KafkaErrors {
    private KafkaErrors() {}

    /**
     * A failed send.
     *
     * @param failure what Kafka said
     * @param topic the topic
     * @param partition the partition, negative when not chosen
     * @param buffered whether the record may have entered Kafka's buffer
     * @param limits what to quote in the message
     */
    public static MqSendException send(
            Throwable failure, String topic, int partition, boolean buffered, SendLimits limits) {
        var row = row(failure, buffered);
        String where = partition < 0 ? "topic " + topic : "topic " + topic + ", partition " + partition;
        return new MqSendException(
                row.code,
                row.outcome,
                topic,
                partition,
                "message to " + where + " "
                        + (row.outcome == MqOutcome.UNKNOWN ? "may not be written: " : "not written: ")
                        + remedy(row.code, failure, topic, limits),
                failure,
                failure instanceof RetriableException,
                row.fatal);
    }

    /** A failure of something that is not a send. */
    public static MqException connection(Throwable failure, String what) {
        var row = row(failure, false);
        return new MqConnectionException(
                row.code, what + ": " + describe(failure), failure, failure instanceof RetriableException);
    }

    private record Row(MqErrorCode code, MqOutcome outcome, boolean fatal) {}

    private static Row row(Throwable failure, boolean buffered) {
        var unknownIfBuffered = buffered ? MqOutcome.UNKNOWN : MqOutcome.NOT_WRITTEN;
        if (failure instanceof BufferExhaustedException) {
            return new Row(MqErrorCode.BUFFER_FULL, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof TimeoutException) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException || isMissingPartition(failure)) {
                return new Row(MqErrorCode.TOPIC_NOT_FOUND, unknownIfBuffered, false);
            }
            return buffered
                    ? new Row(MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, false)
                    : new Row(MqErrorCode.CONNECTION_FAILED, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return new Row(MqErrorCode.TOPIC_NOT_FOUND, unknownIfBuffered, false);
        }
        if (failure instanceof InvalidTopicException) {
            return new Row(MqErrorCode.INVALID_ARGUMENT, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
            return new Row(MqErrorCode.MESSAGE_TOO_LARGE, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof SerializationException) {
            return new Row(MqErrorCode.SERIALIZATION_FAILED, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof AuthenticationException) {
            return new Row(MqErrorCode.AUTHENTICATION_FAILED, unknownIfBuffered, false);
        }
        if (failure instanceof AuthorizationException) {
            return new Row(MqErrorCode.AUTHORIZATION_FAILED, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof NotEnoughReplicasAfterAppendException) {
            return new Row(MqErrorCode.NOT_ENOUGH_REPLICAS, MqOutcome.UNKNOWN, false);
        }
        if (failure instanceof NotEnoughReplicasException) {
            return new Row(MqErrorCode.NOT_ENOUGH_REPLICAS, unknownIfBuffered, false);
        }
        if (failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof OutOfOrderSequenceException
                || failure instanceof UnknownProducerIdException) {
            return new Row(MqErrorCode.PRODUCER_FENCED, unknownIfBuffered, true);
        }
        if (failure instanceof NetworkException || failure instanceof DisconnectException) {
            return new Row(MqErrorCode.CONNECTION_FAILED, unknownIfBuffered, false);
        }
        if (failure instanceof InvalidTimestampException
                || failure instanceof InvalidRecordException
                || failure instanceof PolicyViolationException
                || failure instanceof UnsupportedForMessageFormatException) {
            return new Row(MqErrorCode.BROKER_ERROR, MqOutcome.NOT_WRITTEN, false);
        }
        if (failure instanceof CorruptRecordException) {
            return new Row(MqErrorCode.BROKER_ERROR, unknownIfBuffered, false);
        }
        if (failure instanceof InterruptException) {
            return new Row(MqErrorCode.INTERRUPTED, unknownIfBuffered, false);
        }
        if (failure instanceof ApiException || failure instanceof KafkaException) {
            return new Row(MqErrorCode.BROKER_ERROR, unknownIfBuffered, false);
        }
        if (failure instanceof IllegalStateException) {
            return new Row(MqErrorCode.CLOSED, unknownIfBuffered, true);
        }
        return new Row(MqErrorCode.INVALID_ARGUMENT, unknownIfBuffered, false);
    }

    /** The topic is known and the partition asked for is beyond its last: Kafka says so in the text only. */
    private static boolean isMissingPartition(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("with partition count");
    }

    private static String remedy(MqErrorCode code, Throwable failure, String topic, SendLimits limits) {
        return switch (code) {
            case TOPIC_NOT_FOUND ->
                "the topic (or that partition) does not exist after waiting " + limits.maxBlock()
                        + "; create it, the connector never does, or correct the name";
            case CONNECTION_FAILED ->
                "no broker of " + limits.brokers() + " answered within " + limits.maxBlock() + " (" + describe(failure)
                        + "); check that it runs and that mq.client.brokers is right";
            case MESSAGE_TOO_LARGE ->
                describe(failure) + "; send less, or raise mq.producer.max-message-bytes (now "
                        + limits.maxMessageBytes() + ") and the topic's max.message.bytes";
            case BUFFER_FULL ->
                "the producer's buffer of " + limits.bufferBytes() + " bytes stayed full for " + limits.maxBlock()
                        + "; send slower, raise mq.producer.buffer or mq.producer.max-block";
            case TIMED_OUT ->
                "no acknowledgement within " + limits.deliveryTimeout()
                        + "; it may still appear once. Check the brokers; sending again may duplicate it";
            case INVALID_ARGUMENT -> describe(failure) + "; correct the topic name or argument";
            case AUTHORIZATION_FAILED ->
                describe(failure) + "; grant this user Write on topic " + topic + " (and IdempotentWrite)";
            case AUTHENTICATION_FAILED ->
                describe(failure) + "; check the credentials and mq.kafka.common.* security keys";
            case NOT_ENOUGH_REPLICAS ->
                describe(failure) + "; fewer replicas are in sync than the topic's min.insync.replicas asks for";
            case PRODUCER_FENCED -> describe(failure) + "; the producer's state is lost, it is replaced";
            case INTERRUPTED -> "the calling thread was interrupted";
            case CLOSED -> "the producer is closed";
            default -> describe(failure);
        };
    }

    private static String describe(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason given";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
