// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.output.TestSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@WithKafka
class SendErrorsIT {
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    /** Enough for a machine that is busy; nothing else ends so soon. */
    private static final Duration IN_TIME = MAX_BLOCK.plusSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Whose time-outs, one after the other, would take far longer. */
    private static final int MANY = 30;

    /** Passes outcomes on as they come. */
    private abstract static class Callback implements MqSendCallback {
        final CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();

        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            outcome.complete(null);
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            outcome.complete(failure);
        }
    }

    private static final class Plain extends Callback {}

    private final KafkaBroker broker;

    SendErrorsIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private MqConfig.Builder config() {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("send-errors-1")
                .set("mq.producer.max-block", "20s");
    }

    /** One that waits no longer for topics than that. */
    private Mq impatient() {
        return Mq.create(config().set("mq.pool.stripes", "1")
                .set("mq.producer.max-block", MAX_BLOCK.toString())
                .build());
    }

    /** Has its connection made, so that what comes then need not wait for that. */
    private void connect(Mq mq) {
        var topic = broker.uniqueTopic("known", 1);
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(MqSendException.class::isInstance)
                .until(() -> mq.producer().send(topic, "k", "v").partition() == 0);
    }

    @Test
    void saysTopicNotFoundInATimeBoundedByMaxBlockForASynchronousSend() {
        try (var mq = impatient()) {
            connect(mq);
            assertMissing(inTime(() -> failureOf(() -> mq.producer().send(missing(), "k", "v"))));
        }
    }

    @Test
    void saysTopicNotFoundThroughTheStageAndNotByThrowing() {
        try (var mq = impatient()) {
            connect(mq);
            assertMissing(inTime(() -> failureOf(mq.producer().sendAsync(missing(), "k", "v"))));
        }
    }

    @Test
    void saysTopicNotFoundToTheCallbackAndNotByThrowing() {
        try (var mq = impatient()) {
            connect(mq);
            assertMissing(inTime(() -> failureOf(mq.producer(), message(missing(), "v"))));
        }
    }

    @Test
    void saysTopicNotFoundForEveryMessageOfABatchInTheTimeOfOne() {
        try (var mq = impatient()) {
            connect(mq);
            var topic = missing();
            var batch = IntStream.range(0, MANY)
                    .mapToObj(i -> message(topic, "v" + i))
                    .toList();

            var result = inTime(() -> mq.producer().sendBatch(batch));

            assertThat(result.results())
                    .hasSize(MANY)
                    .allSatisfy(one -> assertMissing(one.failure().orElseThrow()));
            assertThat(catchThrowable(result::throwIfFailed)).isInstanceOf(MqSendException.class);
        }
    }

    @Test
    void saysTopicNotFoundAndNotWrittenForAMissingTopicWithAnExplicitPartition() {
        try (var mq = impatient()) {
            connect(mq);
            var message = MqMessage.builder(missing()).value("v").partition(0).build();

            assertMissing(inTime(() -> failureOf(() -> mq.producer().send(message))));
        }
    }

    @Test
    void saysTopicNotFoundAndNotWrittenForAPartitionThatDoesNotExist() {
        var topic = broker.uniqueTopic("no-such-partition", 2);
        try (var mq = impatient()) {
            connect(mq);
            var message = MqMessage.builder(topic).value("v").partition(7).build();

            var failure = inTime(() -> failureOf(() -> mq.producer().send(message)));

            assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.TOPIC_NOT_FOUND);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure).hasMessageContaining("partition 7").hasMessageContaining(topic);
        }
        assertThat(broker.consumeAll(topic)).isEmpty();
    }

    @Test
    void refusesAMessageThatIsTooLargeForTheProducer() {
        var topic = broker.uniqueTopic("too-large", 1);
        try (var mq =
                Mq.create(config().set("mq.producer.max-message-bytes", "10KiB").build())) {
            var failure = inTime(() -> failureOf(() -> mq.producer().send(topic, "k", noise(20_000))));

            assertThat(failure.code()).isEqualTo(MqErrorCode.MESSAGE_TOO_LARGE);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.isRetriable()).isFalse();
            assertThat(failure)
                    .hasMessageContaining("mq.producer.max-message-bytes")
                    .hasMessageContaining("10240")
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            assertThat(mq.producer().send(topic, "k", "small").offset()).isZero();
        }
    }

    @Test
    void refusesAMessageThatIsTooLargeForItsTopicOnly() {
        var topic = small("too-large-for-topic", 2_000);
        try (var mq = Mq.create(config().build())) {
            var failure = inTime(() -> failureOf(() -> mq.producer().send(topic, "k", noise(5_000))));

            assertThat(failure.code()).isEqualTo(MqErrorCode.MESSAGE_TOO_LARGE);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure).hasMessageContaining("max.message.bytes").hasMessageContaining(topic);
            assertThat(mq.producer().send(topic, "k", "small").offset()).isZero();
        }
    }

    @Test
    void refusesAPayloadThatNothingConverts() {
        var topic = broker.uniqueTopic("no-converter", 1);
        try (var mq = Mq.create(config().build())) {
            var sync = failureOf(() -> mq.producer().send(topic, "k", new Object()));
            var async = failureOf(mq.producer().sendAsync(topic, "k", new Object()));

            assertThat(List.of(sync, async)).allSatisfy(failure -> {
                assertThat(failure.code()).isEqualTo(MqErrorCode.SERIALIZATION_FAILED);
                assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
                assertThat(failure)
                        .hasMessageContaining("java.lang.Object")
                        .hasMessageContaining("MqPayloadConverter")
                        .hasMessageContaining(topic);
            });
        }
    }

    @Test
    void refusesAPayloadWhoseConverterThrows() {
        var topic = broker.uniqueTopic("spoilt-converter", 1);
        var payload = new SpoiltConverter.Spoilt("password=" + TestSecrets.MARKER);
        try (var mq = Mq.create(config().build())) {
            var sync = failureOf(() -> mq.producer().send(topic, "k", payload));
            var async = failureOf(mq.producer().sendAsync(topic, "k", payload));

            assertThat(List.of(sync, async)).allSatisfy(failure -> {
                assertThat(failure.code()).isEqualTo(MqErrorCode.SERIALIZATION_FAILED);
                assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
                assertThat(failure)
                        .hasMessageContaining("spoilt beyond repair")
                        .hasMessageContaining(SpoiltConverter.class.getName())
                        .hasMessageNotContaining(TestSecrets.MARKER)
                        .hasRootCauseMessage("spoilt beyond repair");
            });
        }
    }

    @Test
    void refusesAnIllegalTopicName() {
        try (var mq = Mq.create(config().build())) {
            for (String topic : List.of("no spaces!", "", "..", "x".repeat(300))) {
                var failure = inTime(() -> failureOf(() -> mq.producer().send(topic, "k", "v")));

                assertThat(failure.code())
                        .as("code for '%s': %s", topic, failure)
                        .isEqualTo(MqErrorCode.INVALID_ARGUMENT);
                assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway") // nulls where none may be: the point of it
    void namesTheArgumentThatMustNotBeNull() {
        try (var mq = Mq.create(config().build())) {
            var producer = mq.producer();

            assertThatNullPointerException()
                    .isThrownBy(() -> producer.send(null, "k", "v"))
                    .withMessageContaining("topic");
            assertThatNullPointerException()
                    .isThrownBy(() -> producer.sendAsync(null, "k", "v"))
                    .withMessageContaining("topic");
            assertThatNullPointerException()
                    .isThrownBy(() -> producer.send((MqMessage) null))
                    .withMessageContaining("message");
            assertThatNullPointerException()
                    .isThrownBy(() -> producer.sendAsync(message("t", "v"), null))
                    .withMessageContaining("callback");
        }
    }

    @Test
    void failsWithClosedAfterClose() {
        var topic = broker.uniqueTopic("closed", 1);
        var mq = Mq.create(config().build());
        try (mq) {
            mq.producer().send(topic, "k", "before");
        }

        var failures = inTime(() -> List.of(
                failureOf(() -> mq.producer().send(topic, "k", "v")),
                failureOf(mq.producer().sendAsync(topic, "k", "v")),
                failureOf(mq.producer(), message(topic, "v")),
                mq.producer()
                        .sendBatch(List.of(message(topic, "v")))
                        .results()
                        .get(0)
                        .failure()
                        .orElseThrow()));

        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.code()).isEqualTo(MqErrorCode.CLOSED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.isFatal()).isTrue();
        });
        assertThat(mq.ping(IN_TIME).isReachable()).isFalse();
        assertThat(broker.consumeAll(topic)).hasSize(1);
    }

    @Test
    void failsAFlushWithClosedAfterClose() {
        var mq = Mq.create(config().build());
        mq.close();

        var failure = catchThrowable(() -> mq.producer().flush(IN_TIME));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        MqConnectionException.class,
                        closed -> assertThat(closed.code()).isEqualTo(MqErrorCode.CLOSED));
    }

    @Test
    void refusesABlockingCallOnACallbackThreadWhereAnAsynchronousSendWorks() {
        var topic = broker.uniqueTopic("in-callback", 1);
        try (var mq = Mq.create(config().build())) {
            var producer = mq.producer();
            var refusals = new CompletableFuture<List<Throwable>>();
            var second = new CompletableFuture<MqReceipt>();
            producer.sendAsync(message(topic, "first"), new Callback() {
                @Override
                public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                    producer.sendAsync(topic, "k", "second").thenAccept(second::complete);
                    refusals.complete(List.of(
                            catchThrowable(() -> producer.send(topic, "k", "never")),
                            catchThrowable(() -> producer.sendBatch(List.of(message(topic, "never")))),
                            catchThrowable(() -> producer.flush(IN_TIME))));
                }
            });

            assertThat(refusals).succeedsWithin(IN_TIME).satisfies(all -> {
                assertThat(all.subList(0, 2)).allSatisfy(SendErrorsIT::assertRefusedOnCallbackThread);
                assertThat(all.get(2))
                        .isInstanceOfSatisfying(
                                MqConnectionException.class,
                                failure -> assertThat(failure.code()).isEqualTo(MqErrorCode.ILLEGAL_STATE));
            });
            assertThat(second).succeedsWithin(PATIENCE);
        }
        assertThat(values(topic)).containsExactly("first", "second");
    }

    @Test
    void refusesABlockingSendInTheCallbackOfAFailureThatComesBeforeAnyAcknowledgement() {
        var topic = small("in-failed-callback", 2_000);
        try (var mq = Mq.create(config().set("mq.pool.stripes", "1").build())) {
            var producer = mq.producer();
            var refusal = new CompletableFuture<Throwable>();
            producer.sendAsync(MqMessage.of(topic, "k", noise(5_000)), new Callback() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    refusal.complete(catchThrowable(() -> producer.send(topic, "k", "never")));
                }
            });

            assertThat(refusal).succeedsWithin(IN_TIME).satisfies(SendErrorsIT::assertRefusedOnCallbackThread);
        }
    }

    @Test
    void aCallbackThatThrowsDisturbsNobody() {
        var topic = broker.uniqueTopic("throwing-callback", 1);
        try (var log = CapturedLog.open();
                var mq = Mq.create(config().build())) {
            var sent = new ArrayList<String>();
            for (int i = 0; i < 60; i++) {
                int number = i;
                sent.add("m" + i);
                mq.producer().sendAsync(message(topic, "m" + i), new Callback() {
                    @Override
                    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                        if (number % 3 == 0) {
                            throw new IllegalStateException("thrown by a callback");
                        }
                        if (number % 3 == 1) {
                            throw new LinkageError("thrown by a callback");
                        }
                    }
                });
            }
            mq.producer().sendAsync(message("no spaces!", "v"), new Callback() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    throw new LinkageError("thrown by a callback");
                }
            });
            mq.producer().flush(PATIENCE);
            sent.add("last");
            mq.producer().send(topic, "k", "last");

            assertThat(mq.producer().stats().acknowledgedCount()).isEqualTo(61);
            assertThat(mq.producer().stats().inFlightCount()).isZero();
            assertThat(values(topic)).isEqualTo(sent);
            assertThat(log.lines("MQ1007")).hasSize(41);
        }
    }

    @Test
    void keepsTheFlagOfAnInterruptedCallerAndTellsThatTheMessageMayAppear() {
        var topic = broker.uniqueTopic("interrupted", 1);
        try (var mq = Mq.create(config().linger(Duration.ofSeconds(2)).build())) {
            mq.producer().send(topic, "k", "before");
            var caller = Thread.currentThread();
            var interrupter = new Thread(
                    () -> {
                        // within the linger the record is in flight and the caller waits
                        await().pollInterval(Duration.ofMillis(5))
                                .untilAsserted(
                                        () -> assertThat(mq.producer().stats().inFlightCount())
                                                .isEqualTo(1));
                        caller.interrupt();
                    },
                    "interrupter");
            interrupter.start();

            var failure = failureOf(() -> mq.producer().send(topic, "k", "interrupted"));

            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
            assertThat(failure.code()).isEqualTo(MqErrorCode.INTERRUPTED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN);
            mq.producer().send(topic, "k", "after");
        }
        assertThat(values(topic)).containsExactly("before", "interrupted", "after");
    }

    @Test
    void sendsNothingForACallerThatIsInterruptedAlready() {
        var topic = broker.uniqueTopic("interrupted-early", 1);
        try (var mq = Mq.create(config().build())) {
            var failure = interrupted(() -> mq.producer().send(topic, "k", "interrupted"));
            var batch = interrupted(() -> mq.producer()
                    .sendBatch(List.of(
                            MqMessage.builder(topic).value("interrupted").build())));

            assertThat(failure.code()).isEqualTo(MqErrorCode.INTERRUPTED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(batch.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            mq.producer().send(topic, "k", "after");
        }
        assertThat(values(topic)).containsExactly("after");
    }

    @Test
    void showsWhichMessageOfABatchTheProducerRefusedAndKeepsTheOrderOfTheOthers() {
        var topic = broker.uniqueTopic("partial", 1);
        try (var mq =
                Mq.create(config().set("mq.producer.max-message-bytes", "10KiB").build())) {
            assertOnlyTheThirdFails(mq.producer(), topic, noise(20_000));
        }
    }

    @Test
    void showsWhichMessageOfABatchTheBrokerRefusedAndKeepsTheOrderOfTheOthers() {
        var topic = small("partial-by-broker", 2_000);
        try (var mq = Mq.create(config().linger(Duration.ofMillis(50)).build())) {
            assertOnlyTheThirdFails(mq.producer(), topic, noise(5_000));
        }
    }

    private void assertOnlyTheThirdFails(MqProducer producer, String topic, byte[] tooLarge) {
        var batch = List.of(
                message(topic, "a"),
                message(topic, "b"),
                MqMessage.of(topic, "k", tooLarge),
                message(topic, "c"),
                message(topic, "d"));

        var result = producer.sendBatch(batch);

        assertThat(result.isComplete()).isFalse();
        assertThat(result.acknowledgedCount()).isEqualTo(4);
        assertThat(result.results().get(2).failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(MqErrorCode.MESSAGE_TOO_LARGE);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        });
        assertThat(values(topic)).containsExactly("a", "b", "c", "d");
        assertThat(result.results().stream()
                        .flatMap(one -> one.receipt().stream())
                        .map(MqReceipt::offset))
                .isSorted()
                .hasSize(4);
    }

    private List<String> values(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
    }

    private String small(String prefix, int maxMessageBytes) {
        var topic = prefix + "-" + UUID.randomUUID();
        broker.createTopic(topic, 1, Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
        return topic;
    }

    private static String missing() {
        return "missing-" + UUID.randomUUID();
    }

    private static MqMessage message(String topic, String text) {
        return MqMessage.builder(topic).key("k").value(text).build();
    }

    /** Bytes that no codec makes smaller. */
    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static <T> T inTime(Supplier<T> call) {
        long start = System.nanoTime();
        T result = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("time until the outcome")
                .isLessThan(IN_TIME);
        return result;
    }

    private static MqSendException failureOf(Runnable send) {
        return catchThrowableOfType(MqSendException.class, send::run);
    }

    private static MqSendException failureOf(CompletionStage<MqReceipt> stage) {
        var thrown = catchThrowableOfType(
                CompletionException.class, () -> stage.toCompletableFuture().join());
        assertThat(thrown).hasCauseInstanceOf(MqSendException.class);
        return (MqSendException) thrown.getCause();
    }

    private static MqSendException failureOf(MqProducer producer, MqMessage message) {
        var callback = new Plain();
        producer.sendAsync(message, callback);
        var failure = callback.outcome.join();
        assertThat(failure).isInstanceOf(MqSendException.class);
        return (MqSendException) failure;
    }

    private static MqSendException interrupted(Runnable send) {
        Thread.currentThread().interrupt();
        MqSendException failure;
        boolean isFlagKept;
        try {
            failure = failureOf(send);
        } finally {
            isFlagKept = Thread.interrupted();
        }
        assertThat(isFlagKept).as("interrupt flag").isTrue();
        return failure;
    }

    private static void assertMissing(MqSendException failure) {
        assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.TOPIC_NOT_FOUND);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(failure.isFatal()).isFalse();
        assertThat(failure.topic()).startsWith("missing-");
        assertThat(failure).hasMessageContaining(failure.topic()).hasMessageContaining("create it");
    }

    private static void assertRefusedOnCallbackThread(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(MqSendException.class, failure -> {
            assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.ILLEGAL_STATE);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure).hasMessageContaining("sendAsync");
        });
    }
}
