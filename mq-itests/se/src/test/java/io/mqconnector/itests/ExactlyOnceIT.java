// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqSender;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.output.TestOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Consume, process, produce: a reader of committed records sees the output of each input once, whatever happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ExactlyOnceIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker = EmbeddedBroker.builder().build();

    @BeforeAll
    void start() {
        broker.start();
    }

    @AfterAll
    void close() {
        broker.close();
    }

    private Mq connect(String instance) {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.pool.stripes", "1")
                .set("mq.transaction.timeout", "10s")
                .build());
    }

    private MqConsumerBuilder processor(Mq mq, String topic) {
        return mq.consumer(group(topic))
                .topics(topic)
                .transactional()
                .set("auto-offset-reset", "earliest")
                .set("workers", "3")
                .set("session-timeout", "6s")
                .set("heartbeat-interval", "1s")
                .set("retry-backoff", "10ms");
    }

    private static String group(String topic) {
        return "once." + topic;
    }

    /** Sends on what it gets, taking its time. */
    private static MqMessageListener forwarding(String out, Runnable before) {
        return (message, metadata) -> {
            before.run();
            var unused = metadata.context().producer().sendAsync(out, message.keyText(), message.text());
            LockSupport.parkNanos(200_000);
        };
    }

    private void fill(String topic, int count) {
        fill(topic, 0, count);
    }

    private void fill(String topic, int from, int to) {
        try (var mq = connect("filler")) {
            IntStream.range(from, to).forEach(i -> {
                var unused = mq.producer().sendAsync(topic, "k" + i % 17, "m" + i);
            });
            mq.producer().flush(PATIENCE);
        }
    }

    private List<String> seen(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
    }

    private void awaitAllDone(String topic) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> assertThat(broker.committedOffsets(group(topic))).isEqualTo(broker.endOffsets(topic)));
    }

    /** The positions of a transaction may be visible a moment before what it has sent. */
    private void assertSeenOnce(String topic, List<String> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen(topic)).hasSizeGreaterThanOrEqualTo(expected.size()));
        assertThat(seen(topic)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> all(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void seesTheOutputOfEachRecordOnceAlthoughListenersFail() {
        String topic = broker.uniqueTopic("failing", PARTITIONS);
        String out = broker.uniqueTopic("failing-out", PARTITIONS);
        String letters = topic + "." + group(topic) + ".dlt";
        broker.createTopic(letters, 1);
        fill(topic, 300);
        try (var mq = connect("failing");
                var consumer = processor(mq, topic).start((message, metadata) -> {
                    String text = String.valueOf(message.text());
                    var unused = metadata.context().producer().sendAsync(out, message.keyText(), text);
                    int number = Integer.parseInt(text.substring(1));
                    if (number == 111 || (number % 37 == 5 && metadata.attempt() < 3)) {
                        throw new IllegalStateException("told to fail");
                    }
                })) {
            awaitAllDone(topic);

            var expected = new ArrayList<>(all(300));
            expected.remove("m111");
            assertSeenOnce(out, expected);
            assertSeenOnce(letters, List.of("m111"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deadLetterCount()).isEqualTo(1));
            assertThat(broker.endOffsets(out).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("aborted ones are there, and not seen")
                    .isGreaterThan(320);
        }
    }

    @Test
    @OnlyInCi
    void seesTheOutputOfEachRecordOnceOverRebalances() {
        String topic = broker.uniqueTopic("moving", PARTITIONS);
        String out = broker.uniqueTopic("moving-out", PARTITIONS);
        int sent = 2_000;
        fill(topic, 0, sent);
        var count = new AtomicInteger();
        try (var two = connect("moving-2")) {
            MqConsumer second;
            try (var one = connect("moving-1");
                    var first = processor(one, topic).start(forwarding(out, count::incrementAndGet))) {
                await().atMost(PATIENCE).until(() -> count.get() > 500);
                second = processor(two, topic).start(forwarding(out, count::incrementAndGet));
                long start = System.nanoTime();
                // there is always something under way when partitions move
                while (second.assignment().isEmpty() || second.stats().deliveredCount() == 0) {
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
                    fill(topic, sent, sent + 100);
                    sent += 100;
                }
                fill(topic, sent, sent + 2_000);
                sent += 2_000;
                assertThat(first.stats().deliveredCount()).isPositive();
            }
            awaitAllDone(topic);
            assertSeenOnce(out, all(sent));
            second.close();
        }
    }

    @Test
    void abortsWhatAListenerThatDoesNotReturnHasSentBeforeItsPartitionIsGivenUp() {
        String topic = broker.uniqueTopic("stuck", PARTITIONS);
        String out = broker.uniqueTopic("stuck-out", PARTITIONS);
        fill(topic, 300);
        var release = new CountDownLatch(1);
        var stuck = new AtomicInteger();
        try (var one = connect("stuck-1");
                var two = connect("stuck-2");
                var first = processor(one, topic).set("drain-timeout", "1s").start((message, metadata) -> {
                    var unused = metadata.context().producer().sendAsync(out, message.keyText(), message.text());
                    stuck.incrementAndGet();
                    release.await();
                })) {
            await().atMost(PATIENCE).until(() -> stuck.get() == PARTITIONS);
            try (var second = processor(two, topic).start(forwarding(out, () -> {}))) {
                await().atMost(PATIENCE).until(() -> first.stats().cutOffCount() > 0);

                release.countDown();

                awaitAllDone(topic);
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(second.stats().deliveredCount()).isPositive());
            }
            assertSeenOnce(out, all(300));
        }
    }

    @Test
    @OnlyInCi
    void seesTheOutputOfEachRecordOnceOverARestartOfTheBroker() {
        String topic = broker.uniqueTopic("restarted", PARTITIONS);
        String out = broker.uniqueTopic("restarted-out", PARTITIONS);
        fill(topic, 4_000);
        var count = new AtomicInteger();
        try (var mq = connect("restarted");
                var consumer = processor(mq, topic)
                        .set("restart-attempts", "0")
                        .start(forwarding(out, count::incrementAndGet))) {
            await().atMost(PATIENCE).until(() -> count.get() > 500);

            broker.restart();

            awaitAllDone(topic);
            assertSeenOnce(out, all(4_000));
            assertThat(consumer.stats().deadLetterCount()).isZero();
        }
    }

    @Test
    @OnlyInCi
    void seesTheOutputOfEachRecordOnceAfterTheProcessIsKilled() throws Exception {
        String topic = broker.uniqueTopic("killed", PARTITIONS);
        String out = broker.uniqueTopic("killed-out", PARTITIONS);
        fill(topic, 4_000);
        var child = child(topic, out);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.committedOffsets(group(topic)).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isPositive());
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen(out)).as("in the middle").hasSizeLessThan(4_000);

        try (var mq = connect("successor");
                var successor =
                        processor(mq, topic).set("restart-attempts", "0").start(forwarding(out, () -> {}))) {
            awaitAllDone(topic);
            assertSeenOnce(out, all(4_000));
            assertThat(successor.stats().failedCount()).isZero();
        }
    }

    private Process child(String topic, String out) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                KilledProcessor.class.getName(),
                broker.bootstrapServers(),
                topic,
                group(topic),
                out);
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        command.redirectError(TestOutput.ofChild("killed-processor"));
        return command.start();
    }

    @Test
    void takesNothingAfterTheTransactionOfARecord() {
        String topic = broker.uniqueTopic("late", 1);
        fill(topic, 1);
        var kept = new AtomicReference<MqSender>();
        try (var mq = connect("late");
                var consumer = processor(mq, topic)
                        .start((message, metadata) ->
                                kept.set(metadata.context().producer()))) {
            // the transaction is over then, also here
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(1));

            var late =
                    catchThrowableOfType(MqSendException.class, () -> kept.get().send(topic, "k", "late"));

            assertThat(late.code()).isEqualTo(MqErrorCode.ILLEGAL_STATE);
            awaitAllDone(topic);
        }
    }

    @Test
    void refusesWhatContradictsTransactions() {
        String topic = broker.uniqueTopic("refused", 1);
        try (var mq = connect("refused")) {
            var failure = catchThrowableOfType(
                    MqConfigException.class,
                    () -> processor(mq, topic)
                            .set("ordering", "key")
                            .set("auto-commit", "false")
                            .set("isolation", "read_uncommitted")
                            .start((message, metadata) -> {}));
            assertThat(failure.problems())
                    .hasSize(3)
                    .allSatisfy(problem -> assertThat(problem).contains("transactional"));

            assertThat(catchThrowableOfType(
                            MqConfigException.class, () -> processor(mq, topic).startBatches(batch -> {})))
                    .hasMessageContaining("takes batches");
        }
    }
}
