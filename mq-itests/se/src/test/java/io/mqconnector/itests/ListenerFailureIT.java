// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.itests.Journal.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithKafka
@Timeout(120)
class ListenerFailureIT {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 50;
    private static final long BAD_OFFSET = 20;
    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();

    ListenerFailureIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    void redeliversARecordWhoseListenerThrowsAnExceptionAndCommitsNothingBehindIt() throws Exception {
        redelivers("throws-exception", () -> {
            throw new IOException("the database is away");
        });
    }

    @Test
    void redeliversARecordWhoseListenerThrowsAnErrorAndCommitsNothingBehindIt() throws Exception {
        redelivers("throws-error", () -> {
            throw new NoClassDefFoundError("some/application/Type");
        });
    }

    @Test
    void redeliversARecordWhoseListenerWasInterruptedAndKeepsItsWorkerUsable() throws Exception {
        redelivers("throws-interrupted", () -> {
            Thread.currentThread().interrupt();
            throw new InterruptedException("by the listener itself");
        });
    }

    @Test
    void keepsTheCommittedOffsetOfAPartitionWhoseListenerBlocks() throws Exception {
        var topic = broker.uniqueTopic("blocks", PARTITIONS);
        var bad = new Place(new TopicPartition(topic, 1), BAD_OFFSET);
        var release = new CountDownLatch(1);
        try (var mq = connect();
                var consumer = consume(mq, topic, (message, metadata) -> {
                    if (Place.of(metadata).equals(bad)) {
                        release.await();
                    }
                })) {
            fill(mq, topic);
            awaitOthersCommitted(topic, bad.partition());

            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).untilAsserted(() -> {
                assertHeld(topic, bad);
                assertThat(journal.at(bad)).hasSize(1);
            });
            release.countDown();

            awaitAllCommitted(topic);
            assertThat(consumer.stats().redeliveredCount()).isZero();
            assertThat(journal.entries()).hasSize(PARTITIONS * RECORDS);
        } finally {
            release.countDown();
        }
    }

    private interface Failure {
        void raise() throws Exception;
    }

    private void redelivers(String name, Failure failure) throws Exception {
        var topic = broker.uniqueTopic(name, PARTITIONS);
        var bad = new Place(new TopicPartition(topic, 1), BAD_OFFSET);
        var isHealed = new AtomicBoolean();
        try (var mq = connect();
                var consumer = consume(mq, topic, (message, metadata) -> {
                    if (Place.of(metadata).equals(bad) && !isHealed.get()) {
                        failure.raise();
                    }
                })) {
            fill(mq, topic);
            awaitOthersCommitted(topic, bad.partition());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.at(bad)).hasSizeGreaterThanOrEqualTo(4));
            assertHeld(topic, bad);
            // nothing else awaits that all of its partition is received
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().inFlightCount()).isEqualTo(RECORDS - BAD_OFFSET));
            isHealed.set(true);

            awaitAllCommitted(topic);
            // counted in bulk, and maybe after the commit
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(PARTITIONS * RECORDS));
            var tries = journal.at(bad);
            assertThat(tries.get(0).attempt()).isEqualTo(1);
            for (int i = 1; i < tries.size(); i++) {
                assertThat(tries.get(i).attempt()).isEqualTo(i + 1);
                assertThat(Duration.ofNanos(
                                tries.get(i).nanos() - tries.get(i - 1).nanos()))
                        .as("pause before attempt %d", i + 1)
                        .isGreaterThanOrEqualTo(BACKOFF.multipliedBy(1L << (i - 1)));
            }
            assertThat(journal.entries()).hasSize(PARTITIONS * RECORDS + tries.size() - 1);
            assertThat(journal.entries().stream()
                            .filter(entry -> entry.place().partition().equals(bad.partition()))
                            .map(entry -> entry.place().offset()))
                    .as("in order, the failed one again and again, nothing past it")
                    .isSorted();
            assertThat(consumer.stats().failedCount()).isEqualTo(tries.size() - 1);
            assertThat(consumer.stats().redeliveredCount()).isEqualTo(tries.size() - 1);
            assertThat(consumer.stats().revokedCount() + consumer.stats().lostCount())
                    .isZero();
            assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
        }
    }

    private Mq connect() {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("listener-failure-1")
                .build());
    }

    private MqConsumer consume(Mq mq, String topic, MqMessageListener then) {
        return mq.consumer("failing." + topic)
                .set("retry-attempts", "0")
                .topics(topic)
                .set("auto-offset-reset", "earliest")
                .set("auto-commit-interval", "100ms")
                .set("workers", "2")
                .set("close-timeout", "5s")
                .set("retry-backoff", BACKOFF.toString())
                .set("retry-jitter", "0")
                .start(journal.writer("consumer", then));
    }

    private static void fill(Mq mq, String topic) {
        for (int i = 0; i < PARTITIONS * RECORDS; i++) {
            mq.producer()
                    .sendAsync(MqMessage.builder(topic)
                            .value("m" + i)
                            .partition(i % PARTITIONS)
                            .build());
        }
        mq.producer().flush(PATIENCE);
    }

    private void awaitOthersCommitted(String topic, TopicPartition held) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var committed = broker.committedOffsets("failing." + topic);
            broker.endOffsets(topic).forEach((partition, end) -> {
                if (!partition.equals(held)) {
                    assertThat(committed).containsEntry(partition, end);
                }
            });
        });
    }

    private void awaitAllCommitted(String topic) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(broker.committedOffsets("failing." + topic)).isEqualTo(broker.endOffsets(topic)));
    }

    private void assertHeld(String topic, Place bad) {
        assertThat(broker.committedOffsets("failing." + topic).get(bad.partition()))
                .as("committed offset of the partition that is held")
                .isLessThanOrEqualTo(bad.offset());
        assertThat(journal.places())
                .as("nothing behind it is delivered")
                .noneMatch(place -> place.partition().equals(bad.partition()) && place.offset() > bad.offset());
    }
}
