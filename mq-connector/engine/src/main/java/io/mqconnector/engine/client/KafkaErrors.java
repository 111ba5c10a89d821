// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.ErrorRow.Proof;
import io.mqconnector.engine.client.ErrorRow.Verdict;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * From Kafka's exceptions to ours, by the one table {@link ErrorTable}. Stateless.
 *
 * <p>What decides the outcome: a failure before the record entered Kafka's buffer means {@link MqOutcome#NOT_WRITTEN}, and so
 * does a refusal by the broker, unless an earlier try may have been written; everything else means
 * {@link MqOutcome#UNKNOWN}.
 */
public final class KafkaErrors {
    private KafkaErrors() {}

    /**
     * A failed send.
     *
     * @param failure what Kafka said
     * @param message what was to be sent
     * @param partition the partition, negative when not chosen
     * @param progress how far the record had come at most
     * @param limits what to quote in the message
     */
    public static MqSendException send(
            Throwable failure, MqMessage message, int partition, Progress progress, SendLimits limits) {
        String topic = message.topic();
        var row = row(failure, progress);
        var outcome = outcome(row.proof(), progress);
        String where = partition < 0 ? "topic " + topic : "topic " + topic + ", partition " + partition;
        return new MqSendException(
                row.code(),
                outcome,
                topic,
                partition,
                "message to " + where + " "
                        + (outcome == MqOutcome.UNKNOWN ? "may not be written: " : "not written: ")
                        + remedy(row.code(), failure, message, limits)
                        + (outcome == MqOutcome.UNKNOWN
                                ? ". It may still appear, once; sending it again may duplicate it"
                                : ""),
                failure,
                row.verdict() == Verdict.RETRIABLE,
                row.verdict() == Verdict.FATAL);
    }

    /** A failure of something that is not a send. */
    public static MqException connection(Throwable failure, String what) {
        var row = row(failure, Progress.NOT_BUFFERED);
        String remedy = switch (row.code()) {
            case AUTHENTICATION_FAILED -> authentication(failure);
            case AUTHORIZATION_FAILED -> authorization(failure, "");
            default -> describe(failure);
        };
        return new MqConnectionException(row.code(), what + ": " + remedy, failure, row.verdict() == Verdict.RETRIABLE);
    }

    /** The code alone. */
    public static MqErrorCode code(Throwable failure) {
        return row(failure, Progress.NOT_BUFFERED).code();
    }

    /** An idempotent producer that has given up throws this from every send, plain, with the reason as its cause. */
    public static boolean isInErrorState(@Nullable Throwable cause) {
        if (cause == null) {
            return false;
        }
        String message = cause.getMessage();
        return cause.getClass() == KafkaException.class
                && cause.getCause() != null
                && message != null
                && message.contains("error state");
    }

    private static MqOutcome outcome(Proof proof, Progress progress) {
        boolean isProven = proof == Proof.NEVER_SENT
                || progress == Progress.NOT_BUFFERED
                || progress == Progress.NEVER_SENT
                || (proof == Proof.THIS_TRY_REFUSED && progress == Progress.TRIED_AT_MOST_ONCE);
        return isProven ? MqOutcome.NOT_WRITTEN : MqOutcome.UNKNOWN;
    }

    /** The row of the class, and what only the rest of the exception tells. */
    private static ErrorRow row(Throwable failure, Progress progress) {
        if (failure instanceof TimeoutException) {
            return timeout(failure, progress);
        }
        var cause = failure.getCause();
        if (failure.getClass() == KafkaException.class && cause instanceof KafkaException) {
            // a wrapping says nothing itself; whether its cause met this message is not known
            var row = row(cause, progress);
            return new ErrorRow(row.code(), Proof.NONE, row.verdict());
        }
        if (failure instanceof ConfigException && isAboutNames(failure)) {
            return new ErrorRow(MqErrorCode.CONNECTION_FAILED, Proof.NONE, Verdict.RETRIABLE);
        }
        if (failure instanceof IllegalStateException && isAboutClosing(failure)) {
            return new ErrorRow(MqErrorCode.CLOSED, Proof.NONE, Verdict.FATAL);
        }
        return ErrorTable.nearest(failure);
    }

    private static ErrorRow timeout(Throwable failure, Progress progress) {
        var row = ErrorTable.nearest(failure);
        if (row.code() != MqErrorCode.TIMED_OUT) {
            return row;
        }
        if (failure.getCause() instanceof UnknownTopicOrPartitionException || isMissingPartition(failure)) {
            return new ErrorRow(MqErrorCode.TOPIC_NOT_FOUND, row.proof(), row.verdict());
        }
        return progress == Progress.NOT_BUFFERED
                ? new ErrorRow(MqErrorCode.CONNECTION_FAILED, row.proof(), row.verdict())
                : row;
    }

    /** The topic is known and the partition asked for is beyond its last: Kafka says so in the text only. */
    private static boolean isMissingPartition(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("with partition count");
    }

    /** Brokers whose names are not resolved: Kafka says so in the text only, and they may be resolved later. */
    private static boolean isAboutNames(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("No resolvable bootstrap");
    }

    /** Kafka's clients say in the text only that they are closed. */
    private static boolean isAboutClosing(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("close");
    }

    private static String remedy(MqErrorCode code, Throwable failure, MqMessage message, SendLimits limits) {
        return switch (code) {
            case TOPIC_NOT_FOUND ->
                isMissingPartition(failure)
                        ? describe(failure) + "; give one below the count, or none to let the key decide"
                        : "the topic does not exist after waiting " + limits.maxBlock()
                                + "; create it, the connector never does, or correct the name";
            case CONNECTION_FAILED ->
                "no broker of " + limits.brokers() + " answered within " + limits.maxBlock() + " (" + describe(failure)
                        + "); check that it runs, that mq.client.brokers is right, and that its port speaks"
                        + " mq.client.security-protocol";
            case MESSAGE_TOO_LARGE ->
                sizes(message) + ": " + describe(failure)
                        + "; send less, or raise mq.producer.max-message-bytes (now " + limits.maxMessageBytes()
                        + ") and the topic's max.message.bytes";
            case BUFFER_FULL ->
                "the producer's buffer of " + limits.bufferBytes() + " bytes stayed full for " + limits.maxBlock()
                        + "; send slower, raise mq.producer.buffer or mq.producer.max-block";
            case TIMED_OUT -> "no acknowledgement within " + limits.deliveryTimeout() + "; check the brokers";
            case INVALID_ARGUMENT -> describe(failure) + "; " + correction(failure);
            case AUTHORIZATION_FAILED -> authorization(failure, message.topic());
            case AUTHENTICATION_FAILED -> authentication(failure);
            case NOT_ENOUGH_REPLICAS ->
                describe(failure) + "; fewer replicas are in sync than the topic's min.insync.replicas asks for";
            case PRODUCER_FENCED ->
                describe(failure) + "; another producer took over its transactional id, or its transaction timed out:"
                        + " it is replaced; give each process an mq.instance-id of its own";
            case TRANSACTION_ABORTED -> describe(failure) + "; roll back and begin a new transaction";
            case INTERRUPTED -> "the calling thread was interrupted";
            case CLOSED -> "the producer is closed";
            default -> describe(failure);
        };
    }

    private static String sizes(MqMessage message) {
        long headers = 0;
        for (var header : message.headers()) {
            headers += header.name().length() + size(header.value());
        }
        return "key " + size(message.key()) + ", value " + size(message.value()) + ", headers " + headers + " bytes";
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static String correction(Throwable failure) {
        if (failure instanceof InvalidTopicException) {
            return "a topic name has 1 to 249 letters, digits, dots, underscores and minus signs, and is neither '.' nor"
                    + " '..'";
        }
        if (failure instanceof InvalidTimestampException || failure instanceof InvalidRecordException) {
            return "send what the topic takes: message.timestamp.before.max.ms and message.timestamp.after.max.ms bound the"
                    + " timestamp, and a compacted one takes no message without a key";
        }
        return "correct the argument";
    }

    private static String authentication(Throwable failure) {
        return describe(failure) + "; " + AuthenticationAdvice.of(failure);
    }

    private static String authorization(Throwable failure, String topic) {
        String permission;
        if (failure instanceof TransactionalIdAuthorizationException) {
            permission = "Write and Describe on its transactional id (mq-<instance id>-...)";
        } else if (failure instanceof ClusterAuthorizationException) {
            permission = "IdempotentWrite on the cluster, or Write on any topic";
        } else if (failure instanceof GroupAuthorizationException) {
            permission = "Read on the consumer group";
        } else {
            permission = topic.isEmpty() ? "what it lacks" : "Write and Describe on topic " + topic;
        }
        return describe(failure) + "; grant this user " + permission;
    }

    /** What it says itself, and what the innermost cause says, which often is the point. */
    private static String describe(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason given";
        }
        Throwable innermost = failure;
        for (int depth = 0; depth < 10; depth++) {
            var cause = innermost.getCause();
            if (cause == null) {
                break;
            }
            innermost = cause;
        }
        String text = text(failure);
        String point = text(innermost);
        return text.contains(point) || failure instanceof RetriableException ? text : text + ": " + point;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
