// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A broker that holds its connections open and answers nothing, by SIGSTOP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(150)
class FrozenBrokerIT {
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(3);
    /** How late a machine may be with what must end after a few seconds; the broker never answers. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BrokerProcess broker = BrokerProcess.builder().build();

    @BeforeAll
    void start() {
        broker.start();
    }

    @AfterEach
    void thaw() {
        broker.resume();
    }

    @AfterAll
    void close() {
        broker.close();
    }

    private MqConfig.Builder config(String instance) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.producer.max-block", MAX_BLOCK.toString())
                .set("mq.producer.request-timeout", "1s")
                .set("mq.producer.delivery-timeout", DELIVERY.toString());
    }

    /** What the caller knows of each message, by its text. */
    private static final class Books {
        final List<String> acknowledged = new ArrayList<>();
        final Map<String, MqSendException> failed = new HashMap<>();
        private int serial;

        String next() {
            return String.format("m%05d", serial++);
        }

        boolean send(Mq mq, String topic) {
            String text = next();
            try {
                mq.producer().send(topic, "k", text);
                acknowledged.add(text);
                return true;
            } catch (MqSendException e) {
                failed.put(text, e);
                return false;
            }
        }

        void settle(String text, CompletionStage<MqReceipt> stage) {
            try {
                stage.toCompletableFuture().join();
                acknowledged.add(text);
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(MqSendException.class);
                failed.put(text, (MqSendException) e.getCause());
            }
        }
    }

    @Test
    void endsEverySendInTimeAndGoesOnAfterwardsWithNothingLostOrTwice() {
        var topic = broker.uniqueTopic("frozen", 1);
        var books = new Books();
        var journal = new Journal();

        try (var mq = Mq.create(config("frozen-1").build());
                var consumer = mq.consumer("frozen." + topic)
                        .set("retry-attempts", "0")
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start(journal.writer("consumer"))) {
            // the first looks for the topic, for a second at most
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(books.send(mq, topic)).isTrue());
            for (int i = 0; i < 20; i++) {
                assertThat(books.send(mq, topic)).isTrue();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.texts()).containsAll(books.acknowledged));

            broker.pause();
            var pending = new HashMap<String, CompletionStage<MqReceipt>>();
            for (int i = 0; i < 50; i++) {
                var text = books.next();
                pending.put(text, mq.producer().sendAsync(topic, "k", text));
            }
            long start = System.nanoTime();
            assertThat(books.send(mq, topic)).isFalse();
            assertThat(since(start))
                    .as("synchronous send")
                    .isLessThan(MAX_BLOCK.plus(DELIVERY).plus(SLACK));
            start = System.nanoTime();
            var ping = mq.ping(Duration.ofMillis(700));
            assertThat(since(start))
                    .as("ping")
                    .isLessThan(Duration.ofMillis(700).plus(SLACK));
            assertThat(ping.isReachable()).isFalse();
            assertThat(ping.failure()).isPresent();
            pending.forEach((text, stage) -> {
                assertThat(stage.toCompletableFuture().handle((receipt, failure) -> true))
                        .succeedsWithin(SLACK);
                books.settle(text, stage);
            });
            var frozenBooks = new HashMap<>(books.failed);

            broker.resume();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(books.send(mq, topic)).isTrue());
            for (int i = 0; i < 20; i++) {
                assertThat(books.send(mq, topic)).isTrue();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.texts()).containsAll(books.acknowledged));

            assertThat(frozenBooks).isNotEmpty();
            assertThat(books.failed.values()).allSatisfy(failure -> {
                assertThat(failure.code()).isIn(MqErrorCode.TIMED_OUT, MqErrorCode.CONNECTION_FAILED);
                assertThat(failure.isRetriable()).isTrue();
            });
            assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
            assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
            if (consumer.stats().cutOffCount() == 0) {
                assertThat(journal.texts()).doesNotHaveDuplicates();
            }
        }

        var appeared = broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
        assertThat(appeared).as("at most once, whatever is known of it").doesNotHaveDuplicates();
        assertThat(appeared).as("acknowledged").containsAll(books.acknowledged);
        assertThat(appeared.stream().filter(books.acknowledged::contains))
                .as("acknowledged messages of one key keep their order")
                .isSorted();
        books.failed.forEach((text, failure) -> {
            if (failure.outcome() == MqOutcome.NOT_WRITTEN) {
                assertThat(appeared).as("not written").doesNotContain(text);
            }
        });
    }

    @Test
    void failsNotWrittenWhenTheBrokerFreezesBeforeTheTopicIsKnown() {
        var topic = broker.uniqueTopic("frozen-early", 1);
        try (var mq = Mq.create(config("frozen-2").build())) {
            broker.pause();

            long start = System.nanoTime();
            var failure = catchThrowableOfType(
                    MqSendException.class, () -> mq.producer().send(topic, "k", "v"));

            assertThat(since(start)).isLessThan(MAX_BLOCK.plus(SLACK));
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.code()).isEqualTo(MqErrorCode.CONNECTION_FAILED);
            broker.resume();
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(MqSendException.class::isInstance)
                    .untilAsserted(() -> mq.producer().send(topic, "k", "after"));
        }
        assertThat(broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                .extracting(ConsumerRecord::value)
                .as("not written")
                .containsOnly("after");
    }

    @Test
    void endsAFlushInTime() {
        var topic = broker.uniqueTopic("frozen-flush", 1);
        try (var mq = Mq.create(config("frozen-3")
                .set("mq.producer.max-block", "20s")
                .set("mq.producer.delivery-timeout", "60s")
                .build())) {
            mq.producer().send(topic, "k", "known");
            broker.pause();
            var pending = mq.producer().sendAsync(topic, "k", "pending");

            long start = System.nanoTime();
            var failure = catchThrowableOfType(
                    MqConnectionException.class, () -> mq.producer().flush(Duration.ofMillis(500)));

            assertThat(since(start)).isLessThan(Duration.ofMillis(500).plus(SLACK));
            assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(failure).hasMessageContaining("1 messages are still in flight");
            assertThat(pending.toCompletableFuture())
                    .as("flush gives nothing up")
                    .isNotDone();
            broker.resume();
            assertThat(pending.toCompletableFuture()).succeedsWithin(PATIENCE);
            mq.producer().flush(PATIENCE);
        }
    }

    @Test
    void closesInTimeWithMessagesInFlightWhichThenFailAsUnknown() {
        var topic = broker.uniqueTopic("frozen-close", 1);
        var journal = new Journal();
        var pending = new ArrayList<CompletionStage<MqReceipt>>();
        long start;
        try (var mq = Mq.create(config("frozen-4")
                        .set("mq.producer.max-block", "20s")
                        .set("mq.producer.delivery-timeout", "60s")
                        .set("mq.pool.drain-timeout", "1s")
                        .set("mq.listener.close-timeout", "2s")
                        .build());
                var consumer = mq.consumer("frozen." + topic)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start(journal.writer("consumer"))) {
            mq.producer().send(topic, "k", "known");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(1));
            broker.pause();
            for (int i = 0; i < 10; i++) {
                pending.add(mq.producer().sendAsync(topic, "k", "pending"));
            }

            start = System.nanoTime();
        }

        assertThat(since(start)).as("close").isLessThan(Duration.ofSeconds(3).plus(SLACK));
        assertThat(pending)
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture())
                        .failsWithin(SLACK)
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOfSatisfying(
                                MqSendException.class,
                                failure -> assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN)));
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
