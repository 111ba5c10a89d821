// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqMessage;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithKafka
@Timeout(120)
class BackpressureIT {
    private static final int BOUND = 100;
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();

    BackpressureIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private Mq connect() {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("backpressure-1")
                .build());
    }

    @Test
    void boundsWhatABlockedPartitionHoldsWhileTheOthersGoOn() {
        var topic = broker.uniqueTopic("blocked", PARTITIONS);
        var blocked = new TopicPartition(topic, 0);
        var release = new CountDownLatch(1);
        try (var mq = connect()) {
            fill(mq, topic);
            try (var consumer = mq.consumer("backpressure." + topic)
                    .topics(topic)
                    .set("auto-offset-reset", "earliest")
                    .set("max-in-flight", Integer.toString(BOUND))
                    .set("max-poll-records", "40")
                    .set("workers", "2")
                    .set("close-timeout", "5s")
                    .start(journal.writer("consumer", (message, metadata) -> {
                        if (metadata.partitionNumber() == blocked.partition()) {
                            release.await();
                        }
                    }))) {
                assertThat(mostInFlightUntil(consumer, 2L * RECORDS))
                        .as("received and not delivered, in three partitions")
                        .isLessThanOrEqualTo((long) PARTITIONS * BOUND);
                assertThat(delivered(1)).isEqualTo(RECORDS);
                assertThat(delivered(2)).isEqualTo(RECORDS);
                // its records may be the last to be polled
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(delivered(0)).as("of the blocked partition").isEqualTo(1);
                    assertThat(consumer.stats().pauseCount()).isPositive();
                });
                await().during(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(delivered(0)).as("of the blocked partition").isEqualTo(1);
                    assertThat(consumer.stats().inFlightCount())
                            .as("in the blocked partition")
                            .isBetween(1L, (long) BOUND);
                });

                release.countDown();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.stats().deliveredCount()).isEqualTo((long) PARTITIONS * RECORDS));
                assertThat(journal.places()).hasSize(PARTITIONS * RECORDS);
                assertThat(consumer.stats().inFlightCount()).isZero();
                assertThat(consumer.stats().revokedCount()).isZero();
            }
        } finally {
            release.countDown();
        }
        assertThat(broker.committedOffsets("backpressure." + topic)).isEqualTo(broker.endOffsets(topic));
    }

    @Test
    void boundsWhatASlowListenerHoldsAndDeliversEverythingInTheEnd() {
        var topic = broker.uniqueTopic("slow", PARTITIONS);
        try (var mq = connect()) {
            fill(mq, topic);
            try (var consumer = mq.consumer("backpressure." + topic)
                    .topics(topic)
                    .set("auto-offset-reset", "earliest")
                    .set("max-in-flight", Integer.toString(BOUND))
                    .set("workers", "3")
                    .start(journal.writer("consumer", (message, metadata) -> LockSupport.parkNanos(300_000)))) {
                assertThat(mostInFlightUntil(consumer, (long) PARTITIONS * RECORDS))
                        .as("received and not delivered, in three partitions")
                        .isLessThanOrEqualTo((long) PARTITIONS * BOUND);
                assertThat(consumer.stats().pauseCount()).isPositive();
                assertThat(journal.entries()).hasSize(PARTITIONS * RECORDS);
            }
        }
    }

    @Test
    @OnlyInCi
    void isNotEvictedWhileItsListenerIsSlowerThanMaxPollInterval() throws Exception {
        var topic = broker.uniqueTopic("slower-than-poll", 1);
        var group = "backpressure." + topic;
        var release = new CountDownLatch(1);
        var maxPollInterval = Duration.ofSeconds(2);
        try (var mq = connect();
                var consumer = mq.consumer(group)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("max-poll-interval", maxPollInterval.toString())
                        .set("drain-timeout", "500ms")
                        .set("close-timeout", "5s")
                        .start(journal.writer("consumer", (message, metadata) -> release.await()))) {
            mq.producer().send(topic, "k", "slow");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(1));

            await().during(maxPollInterval.multipliedBy(2)).atMost(PATIENCE).untilAsserted(() -> {
                assertThat(consumer.stats().revokedCount()).isZero();
                assertThat(consumer.stats().lostCount()).isZero();
                assertThat(consumer.stats().assignedCount()).isEqualTo(1);
            });
            var described = broker.admin()
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(described.get(group).members()).hasSize(1);
            release.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(1));
        } finally {
            release.countDown();
        }
        assertThat(journal.size()).as("delivered once").isEqualTo(1);
        assertThat(broker.committedOffsets(group)).isEqualTo(broker.endOffsets(topic));
    }

    /** Looks every few milliseconds; what is received first, so that what comes between the looks is not taken for too much. */
    private static long mostInFlightUntil(MqConsumer consumer, long delivered) {
        var most = new AtomicLong();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
            long received = consumer.stats().receivedCount();
            long done = consumer.stats().deliveredCount();
            most.accumulateAndGet(received - done, Math::max);
            assertThat(done).isEqualTo(delivered);
        });
        return most.get();
    }

    private long delivered(int partition) {
        return journal.entries().stream()
                .filter(entry -> entry.place().partition().partition() == partition)
                .count();
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
}
