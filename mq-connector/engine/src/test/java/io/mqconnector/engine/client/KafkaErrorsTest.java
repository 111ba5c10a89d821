// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import java.time.Duration;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {
    private static final SendLimits LIMITS =
            new SendLimits("b:9092", Duration.ofSeconds(5), Duration.ofSeconds(120), 1_000, 2_000);

    static java.util.stream.Stream<Arguments> table() {
        return java.util.stream.Stream.of(
                Arguments.of(new TimeoutException("expired"), true, MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, true),
                Arguments.of(
                        new TimeoutException("no metadata"),
                        false,
                        MqErrorCode.CONNECTION_FAILED,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new TimeoutException("no metadata", new UnknownTopicOrPartitionException("t")),
                        false,
                        MqErrorCode.TOPIC_NOT_FOUND,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new TimeoutException(
                                "Partition 7 of topic t with partition count 2 is not present in metadata"),
                        false,
                        MqErrorCode.TOPIC_NOT_FOUND,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new BufferExhaustedException("full"),
                        true,
                        MqErrorCode.BUFFER_FULL,
                        MqOutcome.NOT_WRITTEN,
                        true),
                Arguments.of(
                        new RecordTooLargeException("big"),
                        true,
                        MqErrorCode.MESSAGE_TOO_LARGE,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new TopicAuthorizationException("no"),
                        true,
                        MqErrorCode.AUTHORIZATION_FAILED,
                        MqOutcome.NOT_WRITTEN,
                        false),
                Arguments.of(
                        new SaslAuthenticationException("no"),
                        true,
                        MqErrorCode.AUTHENTICATION_FAILED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(
                        new NotEnoughReplicasAfterAppendException("few"),
                        true,
                        MqErrorCode.NOT_ENOUGH_REPLICAS,
                        MqOutcome.UNKNOWN,
                        true),
                Arguments.of(
                        new ProducerFencedException("gone"),
                        true,
                        MqErrorCode.PRODUCER_FENCED,
                        MqOutcome.UNKNOWN,
                        false),
                Arguments.of(new KafkaException("odd"), true, MqErrorCode.BROKER_ERROR, MqOutcome.UNKNOWN, false));
    }

    @ParameterizedTest
    @MethodSource("table")
    void mapsKafkasExceptions(
            Exception kafka, boolean buffered, MqErrorCode code, MqOutcome outcome, boolean retriable) {
        var failure = KafkaErrors.send(kafka, "t", 3, buffered, LIMITS);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.isRetriable()).isEqualTo(retriable);
        assertThat(failure.topic()).isEqualTo("t");
        assertThat(failure.partition()).hasValue(3);
        assertThat(failure).hasCause(kafka).hasMessageContaining("topic t, partition 3");
    }
}
