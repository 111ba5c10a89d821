// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of wrong input has an error of its own, and nothing reaches the topic: looked up by other clients. */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaBroker broker;
    private final Mq mq;
    private final String topic;

    BadInputIT(KafkaBroker broker) {
        this.broker = broker;
        this.mq = mq();
        this.topic = broker.uniqueTopic("wrong-argument", 1);
    }

    private Mq mq() {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("bad-input-1")
                // what is not wrong must find its topic within that, on a busy machine too
                .set("mq.producer.max-block", "1s")
                .set("mq.producer.request-timeout", "2s")
                .set("mq.producer.delivery-timeout", "5s")
                .build());
    }

    @BeforeAll
    void knowsItsCluster() {
        assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
    }

    @AfterAll
    void close() {
        mq.close();
    }

    private interface Call {
        void on(MqProducer producer, String topic);
    }

    private static Arguments wrong(String what, Class<? extends Exception> type, Call call, String... said) {
        return Arguments.of(what, type, call, List.of(said));
    }

    /** What is wrong before a message exists, or with what is no message: Java's own exceptions, at once. */
    @SuppressWarnings("NullAway") // nulls where none may be: the point of it
    static Stream<Arguments> wrongArguments() {
        Class<? extends Exception> isNull = NullPointerException.class;
        Class<? extends Exception> isIllegal = IllegalArgumentException.class;
        return Stream.of(
                wrong("null topic", isNull, (p, t) -> p.send(null, "k", "v"), "topic is null", "name the topic"),
                wrong("null topic, stage", isNull, (p, t) -> p.sendAsync(null, "k", "v"), "topic is null"),
                wrong(
                        "null topic, builder",
                        isNull,
                        (p, t) -> p.send(MqMessage.builder(null).build()),
                        "topic is null"),
                wrong("null message", isNull, (p, t) -> p.send((MqMessage) null), "message"),
                wrong("null message, stage", isNull, (p, t) -> p.sendAsync((MqMessage) null), "message"),
                wrong(
                        "null message, callback",
                        isNull,
                        (p, t) -> p.sendAsync((MqMessage) null, new Failure()),
                        "message"),
                wrong("null callback", isNull, (p, t) -> p.sendAsync(message(t), (MqSendCallback) null), "callback"),
                wrong("null headers", isNull, (p, t) -> p.send(t, "k", "v", null), "headers is null", "none()"),
                wrong(
                        "null header name",
                        isNull,
                        (p, t) -> p.send(t, "k", "v", MqHeaders.of(null, "v")),
                        "header name is null",
                        "give one"),
                wrong(
                        "null header name, bytes",
                        isNull,
                        (p, t) -> p.send(t, "k", "v", MqHeaders.none().with(null, new byte[1])),
                        "header name is null"),
                wrong(
                        "null header text",
                        isNull,
                        (p, t) -> p.send(
                                MqMessage.builder(t).header("X-Kind", null).build()),
                        "'X-Kind'",
                        "(byte[]) null"),
                wrong("null batch", isNull, (p, t) -> p.sendBatch(null), "messages is null", "give a list"),
                wrong("null batch, stage", isNull, (p, t) -> p.sendBatchAsync(null), "messages is null"),
                wrong(
                        "null in a batch",
                        isNull,
                        (p, t) -> p.sendBatch(Arrays.asList(message(t), null, message(t))),
                        "messages[1] is null",
                        "Nothing of the batch was sent"),
                wrong(
                        "null in a batch, stage",
                        isNull,
                        (p, t) -> p.sendBatchAsync(Arrays.asList(message(t), message(t), null)),
                        "messages[2] is null"),
                wrong(
                        "negative partition",
                        isIllegal,
                        (p, t) -> p.send(MqMessage.builder(t).partition(-1).build()),
                        "partition -1 is negative",
                        "leave it out"),
                wrong(
                        "negative timestamp",
                        isIllegal,
                        (p, t) -> p.send(MqMessage.builder(t).timestamp(-5).build()),
                        "timestamp -5 is negative",
                        "milliseconds since 1970"),
                wrong(
                        "negative time-out of a flush",
                        isIllegal,
                        (p, t) -> p.flush(Duration.ofSeconds(-3)),
                        "timeout PT-3S is not positive"),
                wrong("no time for a flush", isIllegal, (p, t) -> p.flush(Duration.ZERO), "PT0S is not positive"),
                wrong("null time-out of a flush", isNull, (p, t) -> p.flush(null), "timeout is null"),
                wrong(
                        "negative time-out of a ping",
                        isIllegal,
                        (p, t) -> p.ping(Duration.ofMillis(-1)),
                        "timeout PT-0.001S is not positive"),
                wrong("null time-out of a ping", isNull, (p, t) -> p.ping(null), "timeout is null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongArguments")
    void refusesAtOnce(String what, Class<? extends Exception> type, Call call, List<String> said) {
        var thrown = catchThrowable(() -> call.on(mq.producer(), topic));

        assertThat(thrown).isInstanceOf(type).message().contains(said);
        mq.producer().flush(PATIENCE);
        assertThat(broker.endOffsets(topic).values()).containsExactly(0L);
    }

    private static Arguments refused(String what, MqErrorCode code, Consumer<Builder> part, String... said) {
        return Arguments.of(what, code, part, List.of(said));
    }

    /** A message as the cases want it; the topic can be another one. */
    private static final class Builder {
        String topic;
        Map<String, String> settings = Map.of();
        byte[] value = {1};
        byte[] header = {1};
        int partition = -1;
        long timestamp = -1;

        Builder(String topic) {
            this.topic = topic;
        }

        MqMessage build() {
            var message = MqMessage.builder(topic)
                    .value(value)
                    .headers(MqHeaders.none().with("X-Blob", header));
            if (partition >= 0) {
                message.partition(partition);
            }
            if (timestamp >= 0) {
                message.timestamp(timestamp);
            }
            return message.build();
        }
    }

    /** What is wrong with a message: an {@link MqSendException}, NOT_WRITTEN. */
    static Stream<Arguments> wrongMessages() {
        return Stream.of(
                refused(
                        "blank in the topic's name",
                        MqErrorCode.INVALID_ARGUMENT,
                        m -> m.topic = "no spaces!",
                        "no spaces!",
                        "letters, digits"),
                refused("empty topic", MqErrorCode.INVALID_ARGUMENT, m -> m.topic = "", "1 to 249"),
                refused("topic of dots", MqErrorCode.INVALID_ARGUMENT, m -> m.topic = "..", "neither '.' nor '..'"),
                refused(
                        "long topic",
                        MqErrorCode.INVALID_ARGUMENT,
                        m -> m.topic = "x".repeat(250),
                        "xxxxx",
                        "1 to 249 letters"),
                refused(
                        "large value",
                        MqErrorCode.MESSAGE_TOO_LARGE,
                        m -> m.value = new byte[2 << 20],
                        "value 2097152",
                        "mq.producer.max-message-bytes (now 1048576)"),
                refused(
                        "header of a megabyte",
                        MqErrorCode.MESSAGE_TOO_LARGE,
                        m -> m.header = new byte[1 << 20],
                        "headers 1048582 bytes",
                        "mq.producer.max-message-bytes (now 1048576)"),
                refused(
                        "partition beyond the last",
                        MqErrorCode.TOPIC_NOT_FOUND,
                        m -> m.partition = 1,
                        "partition 1",
                        "partition count 1",
                        "give one below the count"),
                refused(
                        "time far ahead",
                        MqErrorCode.INVALID_ARGUMENT,
                        m -> m.timestamp = Instant.parse("2999-01-01T00:00:00Z").toEpochMilli(),
                        "message.timestamp.before.max.ms"),
                refused(
                        "no key for a compacted topic",
                        MqErrorCode.INVALID_ARGUMENT,
                        m -> m.settings = Map.of("cleanup.policy", "compact"),
                        "without a key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongMessages")
    void refusesInEveryForm(String what, MqErrorCode code, Consumer<Builder> part, List<String> said) {
        var wrong = new Builder("wrong-message-" + UUID.randomUUID());
        String written = wrong.topic;
        part.accept(wrong);
        broker.createTopic(written, 1, wrong.settings);
        var message = wrong.build();
        var callback = new Failure();

        var sync =
                catchThrowableOfType(MqSendException.class, () -> mq.producer().send(message));
        var stage = catchThrowableOfType(
                CompletionException.class,
                () -> mq.producer().sendAsync(message).toCompletableFuture().join());
        mq.producer().sendAsync(message, callback);
        var inBatch = mq.producer().sendBatch(List.of(message)).results().get(0).failure();

        for (var failure :
                List.of(sync, (MqSendException) stage.getCause(), callback.outcome.join(), inBatch.orElseThrow())) {
            assertThat(failure.code()).as("%s", failure).isEqualTo(code);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.isFatal()).isFalse();
            assertThat(failure.topic()).isEqualTo(message.topic());
            assertThat(failure).message().contains(said);
        }
        assertOnlyTheNextMessageIsIn(written);
    }

    /** The producer still works, and what failed before is not in the topic. */
    private void assertOnlyTheNextMessageIsIn(String written) {
        mq.producer().send(written, "k", "the next one");
        assertThat(broker.consumeAll(written))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).asString().isEqualTo("the next one"));
    }

    private static MqMessage message(String topic) {
        return MqMessage.of(topic, "k", new byte[] {1});
    }

    /** Completes with the failure. */
    private static final class Failure implements MqSendCallback {
        final CompletableFuture<MqSendException> outcome = new CompletableFuture<>();

        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            outcome.completeExceptionally(new AssertionError("acknowledged"));
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            outcome.complete(failure);
        }
    }
}
