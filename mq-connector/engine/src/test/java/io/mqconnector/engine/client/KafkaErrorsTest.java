// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import java.time.Duration;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {
    private static final SendLimits LIMITS =
            new SendLimits("b:9092", Duration.ofSeconds(5), Duration.ofSeconds(120), 1_000, 2_000);

    private static final MqMessage MESSAGE =
            MqMessage.builder("t").key("abc").value("12345").header("h", "xyz").build();

    static java.util.stream.Stream<Arguments> table() {
        return java.util.stream.Stream.of(
                Arguments.of(
                        new TimeoutException("expired"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.TIMED_OUT,
                        MqOutcome.UNKNOWN,
                        true),
                Arguments.of(
                        new TimeoutException("no metadata"),
                        Progress.NOT_BUFFERED,
                        MqErrorCode.CONNECTION_FAILED,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new TimeoutException("no metadata", new UnknownTopicOrPartitionException("t")),
                        Progress.NOT_BUFFERED,
                        MqErrorCode.TOPIC_NOT_FOUND,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new TimeoutException(
                                "Partition 7 of topic t with partition count 2 is not present in metadata"),
                        Progress.NOT_BUFFERED,
                        MqErrorCode.TOPIC_NOT_FOUND,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new BufferExhaustedException("full"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.BUFFER_FULL,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new RecordTooLargeException("big"),
                        Progress.TRIED_AT_MOST_ONCE,
                        MqErrorCode.MESSAGE_TOO_LARGE,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new RecordTooLargeException("big"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.MESSAGE_TOO_LARGE,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new TopicAuthorizationException("no"),
                        Progress.TRIED_AT_MOST_ONCE,
                        MqErrorCode.AUTHORIZATION_FAILED,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new TopicAuthorizationException("no"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.AUTHORIZATION_FAILED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new ClusterAuthorizationException("no"),
                        Progress.TRIED_AT_MOST_ONCE,
                        MqErrorCode.AUTHORIZATION_FAILED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new TransactionAbortedException("rolled back"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.TRANSACTION_ABORTED,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new KafkaException("in an error state", new ProducerFencedException("gone")),
                        Progress.TRIED_AT_MOST_ONCE,
                        MqErrorCode.PRODUCER_FENCED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new IllegalStateException("Cannot perform operation after producer has been closed"),
                        Progress.NOT_BUFFERED,
                        MqErrorCode.CLOSED,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new SaslAuthenticationException("no"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.AUTHENTICATION_FAILED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new NotEnoughReplicasAfterAppendException("few"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.NOT_ENOUGH_REPLICAS,
                        MqOutcome.UNKNOWN,
                        true),
                Arguments.of(
                        new ProducerFencedException("gone"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.PRODUCER_FENCED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new KafkaException("odd"),
                        Progress.MAYBE_TRIED_AGAIN,
                        MqErrorCode.BROKER_ERROR,
                        MqOutcome.UNKNOWN,
                        false));
    }

    @ParameterizedTest
    @MethodSource("table")
    void mapsKafkasExceptions(
            Exception kafka, Progress progress, MqErrorCode code, MqOutcome outcome, boolean retriable) {
        var failure = KafkaErrors.send(kafka, MESSAGE, 3, progress, LIMITS);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.isRetriable()).isEqualTo(retriable);
        assertThat(failure.topic()).isEqualTo("t");
        assertThat(failure.partition()).hasValue(3);
        assertThat(failure).hasCause(kafka).hasMessageContaining("topic t, partition 3");
    }

    static java.util.stream.Stream<Arguments> fatal() {
        return java.util.stream.Stream.of(
                Arguments.of(new ProducerFencedException("gone"), true),
                Arguments.of(new ClusterAuthorizationException("no"), true),
                Arguments.of(new SaslAuthenticationException("no"), true),
                Arguments.of(new TopicAuthorizationException("no"), false),
                Arguments.of(new OutOfOrderSequenceException("gap"), false),
                Arguments.of(new TimeoutException("late"), false));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void tellsWhetherTheProducerIsOfNoMoreUse(Exception kafka, boolean isFatal) {
        assertThat(KafkaErrors.send(kafka, MESSAGE, 3, Progress.MAYBE_TRIED_AGAIN, LIMITS)
                        .isFatal())
                .isEqualTo(isFatal);
    }

    @Test
    void tellsTheSizesOfWhatIsTooLarge() {
        var failure = KafkaErrors.send(new RecordTooLargeException("big"), MESSAGE, 3, Progress.NOT_BUFFERED, LIMITS);

        assertThat(failure).hasMessageContaining("key 3, value 5, headers 4 bytes");
    }

    @Test
    void tellsTheInnermostCause() {
        var failure = KafkaErrors.connection(
                new KafkaException(
                        "Failed to construct kafka producer",
                        new ConfigException("x", "y", "/etc/trust.jks is missing")),
                "no producer");

        assertThat(failure.code()).isEqualTo(MqErrorCode.CONFIGURATION_INVALID);
        assertThat(failure)
                .hasMessageContaining("Failed to construct kafka producer")
                .hasMessageContaining("trust.jks is missing");
    }

    @Test
    void namesThatAreNotResolvedMayBeResolvedLater() {
        var failure = KafkaErrors.connection(
                new KafkaException(
                        "Failed to construct kafka producer",
                        new ConfigException("No resolvable bootstrap urls given in bootstrap.servers")),
                "no producer could be built");

        assertThat(failure.code()).isEqualTo(MqErrorCode.CONNECTION_FAILED);
        assertThat(failure.isRetriable()).isTrue();
    }
}
