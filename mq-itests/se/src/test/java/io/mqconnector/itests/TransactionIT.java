// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.api.MqTransaction.State;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.api.MqTransactionStats;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.FaultProxy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Local transactions on a real broker, and what readers of committed records see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class TransactionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FaultProxy proxy;
    private EmbeddedBroker broker;

    @BeforeAll
    void start() throws IOException {
        proxy = FaultProxy.open();
        broker = EmbeddedBroker.builder().advertisedPort(proxy.port()).build();
        proxy.target(broker::address);
        broker.start();
        // so that the broker's own topic of transactions is there, which takes a while
        try (var first = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "first"),
                new StringSerializer(),
                new StringSerializer())) {
            first.initTransactions();
        }
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @AfterAll
    void close() {
        broker.close();
        proxy.close();
    }

    private MqConfig.Builder config(String instance) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.pool.borrow-timeout", "20s")
                .set("mq.pool.stripes", "1");
    }

    private List<String> committed(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
    }

    /** When the broker has written where its transactions end, which it does after it has answered their commit. */
    private void awaitCommitted(String topic, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed(topic)).hasSize(count));
    }

    private void awaitCommitted(String topic, String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed(topic)).containsExactlyInAnyOrder(texts));
    }

    private Map<String, TransactionState> states(String prefix) throws Exception {
        return broker.admin().listTransactions().all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).stream()
                .filter(listing -> listing.transactionalId().startsWith(prefix))
                .collect(Collectors.toMap(TransactionListing::transactionalId, TransactionListing::state));
    }

    private static MqTransactionStats statistics(String instance) throws Exception {
        var stats = (CompositeData) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("io.mqconnector:type=ProducerPool,connector=" + instance + ",name=\"default\""),
                        "Transactions");
        return new MqTransactionStats(
                (Integer) stats.get("activeCount"),
                (Long) stats.get("begunCount"),
                (Long) stats.get("committedCount"),
                (Long) stats.get("abortedCount"),
                (Long) stats.get("timedOutCount"),
                (Long) stats.get("unknownCount"),
                (Long) stats.get("fencedCount"));
    }

    @Test
    void isSeenWholeOrNotAtAll() throws Exception {
        String topic = broker.uniqueTopic("whole", 3);
        try (var mq = Mq.create(config("whole").build())) {
            try (var transaction = mq.producer().beginTransaction()) {
                for (int i = 0; i < 20; i++) {
                    var unused = transaction.sendAsync(topic, "k" + i, "committed" + i);
                }
                assertThat(committed(topic)).as("before the commit").isEmpty();
                transaction.commit();
            }
            awaitCommitted(topic, 20);
            try (var transaction = mq.producer().beginTransaction()) {
                assertThat(transaction.send(topic, "k", "aborted").topic()).isEqualTo(topic);
            }
            awaitCommitted(topic, 20);
            assertThat(mq.producer().send(topic, "k", "plain").topic()).isEqualTo(topic);
            awaitCommitted(topic, 21);
            assertThat(committed(topic)).contains("plain").doesNotContain("aborted");
            var stats = statistics("whole");
            assertThat(stats).isEqualTo(new MqTransactionStats(0, 2, 1, 1, 0, 0, 0));
        }
    }

    @Test
    void runsWorkInATransactionAndAbortsWhatItThrewIn() {
        String topic = broker.uniqueTopic("work", 1);
        try (var mq = Mq.create(config("work").build())) {
            String result = mq.producer().inTransaction(transaction -> {
                transaction.send(topic, "a");
                return "done";
            });

            assertThat(result).isEqualTo("done");
            assertThatThrownBy(() -> mq.producer().inTransaction(transaction -> {
                        transaction.send(topic, "b");
                        throw new IOException("of the work");
                    }))
                    .isInstanceOf(IOException.class);
            awaitCommitted(topic, "a");
        }
    }

    @Test
    void usesTheSameIdsAgainAfterARestart() throws Exception {
        String topic = broker.uniqueTopic("slots", 1);
        for (int restart = 0; restart < 3; restart++) {
            try (var mq = Mq.create(config("slots").build());
                    var one = mq.producer().beginTransaction();
                    var two = mq.producer().beginTransaction()) {
                one.send(topic, "one");
                two.send(topic, "two");
                assertThat(List.of(one.transactionalId(), two.transactionalId()))
                        .containsExactly("mq-slots-tx-0", "mq-slots-tx-1");
                one.commit();
                two.commit();
            }
        }
        assertThat(states("mq-slots")).containsOnlyKeys("mq-slots-tx-0", "mq-slots-tx-1");
        awaitCommitted(topic, 6);
    }

    @Test
    void readersAreNotHeldUpByAConnectorThatIsClosedWithAnOpenTransaction() {
        String topic = broker.uniqueTopic("closed", 1);
        MqTransaction transaction;
        try (var mq = Mq.create(config("closed").build())) {
            transaction = mq.producer().beginTransaction();
            transaction.send(topic, "never");
        }
        try (var mq = Mq.create(config("closed").build())) {
            mq.producer().send(topic, "after");
        }

        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed(topic)).containsExactly("after"));
    }

    @Test
    void tellsOfASecondInstanceOfTheSameIdOnceAndLeavesTheIdToIt() {
        String topic = broker.uniqueTopic("twin", 1);
        try (var log = CapturedLog.open();
                var mq = Mq.create(config("twin").build());
                var first = mq.producer().beginTransaction();
                var twin = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "mq-twin-tx-0"),
                        new StringSerializer(),
                        new StringSerializer())) {
            first.send(topic, "lost");
            twin.initTransactions();
            twin.beginTransaction();
            var unused = twin.send(new ProducerRecord<>(topic, "twin"));

            var failure = catchThrowableOfType(MqTransactionException.class, first::commit);

            assertThat(failure.code()).isEqualTo(MqErrorCode.PRODUCER_FENCED);
            assertThat(failure).hasMessageContaining("mq.instance-id").hasMessageContaining("'twin'");
            for (int i = 0; i < 5; i++) {
                int number = i;
                mq.producer().inTransaction(transaction -> {
                    assertThat(transaction.transactionalId()).isEqualTo("mq-twin-tx-1");
                    return transaction.send(topic, "on" + number);
                });
            }
            twin.commitTransaction();
            awaitCommitted(topic, "twin", "on0", "on1", "on2", "on3", "on4");
            assertThat(log.lines("MQ1064", "mq-twin-tx-0", "mq.instance-id")).hasSize(1);
        }
    }

    @Test
    void abortsWhatNobodyEndsAndSaysWhoBeganIt() throws Exception {
        String topic = broker.uniqueTopic("abandoned", 1);
        try (var log = CapturedLog.open();
                var mq = Mq.create(config("abandoned")
                        .set("mq.transaction.timeout", "3s")
                        .set("mq.pool.leak-detection-threshold", "500ms")
                        .build())) {
            var transaction = mq.producer().beginTransaction();
            transaction.send(topic, "abandoned");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(transaction.state()).isEqualTo(State.ABORTED));

            String me = Thread.currentThread().getName();
            assertThat(log.lines("MQ1060", "is not back", me)).hasSize(1);
            assertThat(log.lines("MQ1063", me, "mq-abandoned-tx-0", "PT3S")).hasSize(1);
            var late = catchThrowableOfType(
                    CompletionException.class,
                    () -> transaction
                            .sendAsync(topic, "late")
                            .toCompletableFuture()
                            .join());
            assertThat(((MqSendException) late.getCause()).code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(catchThrowableOfType(MqTransactionException.class, transaction::commit)
                            .outcome())
                    .isEqualTo(MqOutcome.NOT_WRITTEN);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(states("mq-abandoned"))
                            .containsEntry("mq-abandoned-tx-0", TransactionState.COMPLETE_ABORT));
            mq.producer().inTransaction(next -> next.send(topic, "next"));
            awaitCommitted(topic, "next");
        }
    }

    @Test
    void doesNotKnowTheOutcomeOfACommitThatIsNotAnswered() {
        String topic = broker.uniqueTopic("unanswered", 1);
        try (var mq = Mq.create(config("unanswered")
                .set("mq.producer.max-block", "2s")
                .set("mq.producer.request-timeout", "2s")
                .set("mq.producer.delivery-timeout", "5s")
                .set("mq.transaction.timeout", "3s")
                .set("mq.pool.drain-timeout", "1s")
                .build())) {
            var transaction = mq.producer().beginTransaction();
            transaction.send(topic, "x");
            proxy.blackhole();
            long start = System.nanoTime();

            var failure = catchThrowableOfType(MqTransactionException.class, transaction::commit);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(3), PATIENCE);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(transaction.state()).isEqualTo(State.UNKNOWN);
            proxy.heal();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                mq.producer().inTransaction(next -> next.send(topic, "next"));
                return true;
            });
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(committed(topic)).contains("next"));
        }
    }

    @Test
    void abortsOneWithASendThatFailedAndUsesItsProducerAgain() {
        String topic = broker.uniqueTopic("failed", 1);
        try (var mq = Mq.create(
                config("failed").set("mq.producer.max-message-bytes", "10KiB").build())) {
            var transaction = mq.producer().beginTransaction();
            transaction.send(topic, "small");
            var tooLarge =
                    catchThrowableOfType(MqSendException.class, () -> transaction.send(topic, "x".repeat(20_000)));

            assertThat(tooLarge.code()).isEqualTo(MqErrorCode.MESSAGE_TOO_LARGE);
            assertThat(transaction.state()).isEqualTo(State.FAILED);
            var failure = catchThrowableOfType(MqTransactionException.class, transaction::commit);

            assertThat(failure.code()).isEqualTo(MqErrorCode.TRANSACTION_ABORTED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            mq.producer().inTransaction(next -> next.send(topic, "next"));
            awaitCommitted(topic, "next");
            assertThat(mq.pool().stats().destroyedCount()).isZero();
        }
    }

    @Test
    void needsNeitherAcksNorIdempotenceOfPlainSends() {
        String topic = broker.uniqueTopic("acks", 1);
        try (var mq = Mq.create(config("acks").set("mq.producer.acks", "0").build())) {
            var receipt = mq.producer().inTransaction(transaction -> transaction.send(topic, "x"));

            assertThat(receipt.offset()).isZero();
            awaitCommitted(topic, "x");
        }
    }

    @Test
    void carriesTransactionsOfManyThreadsSideBySide() throws Exception {
        String topic = broker.uniqueTopic("many", 4);
        try (var mq =
                Mq.create(config("many").set("mq.pool.max-connections", "4").build())) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(new Thread(() -> IntStream.range(0, 10)
                        .forEach(i -> mq.producer().inTransaction(transaction -> {
                            transaction.send(topic, "k" + number, number + "-" + i + "a");
                            return transaction.send(topic, "k" + number, number + "-" + i + "b");
                        }))));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            awaitCommitted(topic, 160);
            assertThat(committed(topic)).doesNotHaveDuplicates();
            assertThat(states("mq-many")).containsOnlyKeys("mq-many-tx-0", "mq-many-tx-1", "mq-many-tx-2");
            assertThat(mq.pool().stats().createdCount()).isLessThanOrEqualTo(12);
        }
    }
}
