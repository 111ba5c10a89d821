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
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two members of one group, under load. A stress test: the moments of the rebalances are the scheduler's. */
@WithKafka
@Timeout(240)
class RebalanceIT {
    private static final int PARTITIONS = 8;
    private static final int KEYS = 200;
    /** At least: there are more as long as members come and go. */
    private static final int MESSAGES = 20_000;

    private static final int BURST = 40;
    private static final long PAUSE_NANOS = Duration.ofMillis(15).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So that there is a record under way in most of the moments in which a partition is given up. */
    private static final MqMessageListener WORK = (message, metadata) -> LockSupport.parkNanos(300_000);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();

    RebalanceIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** A connector of its own with one consumer. */
    private final class Member implements AutoCloseable {
        private final Mq mq;
        final String who;
        final MqConsumer consumer;

        Member(String who, String topic, String drainTimeout, MqMessageListener then) {
            this.who = who;
            mq = Mq.create(MqConfig.builder()
                    .brokers(broker.bootstrapServers())
                    .instanceId(who)
                    .build());
            consumer = mq.consumer("rebalance." + topic)
                    .topics(topic)
                    .set("auto-offset-reset", "earliest")
                    .set("auto-commit-interval", "200ms")
                    .set("heartbeat-interval", "200ms")
                    .set("drain-timeout", drainTimeout)
                    .set("workers", "4")
                    .set("close-timeout", "5s")
                    .start(journal.writer(who, then));
        }

        void awaitWork(int count) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.of(who)).hasSizeGreaterThanOrEqualTo(count));
        }

        @Override
        public void close() {
            mq.close();
        }
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEachKeyWhileMembersComeAndGo() throws Exception {
        var topic = broker.uniqueTopic("rebalance", PARTITIONS);
        var isEnough = new AtomicBoolean();
        int sent;
        long cutOff = 0;
        try (var producer = Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("load-1")
                .build())) {
            var load = CompletableFuture.supplyAsync(() -> load(producer, topic, isEnough));
            try {
                var stays = new Member("member-1", topic, "10s", WORK);
                try {
                    stays.awaitWork(1_000);
                    // the second joins, the first leaves, a third takes its place: again and again
                    for (int i = 2; i <= 5; i++) {
                        var joins = new Member("member-" + i, topic, "10s", WORK);
                        joins.awaitWork(500);
                        stays.close();
                        cutOff += stays.consumer.stats().cutOffCount();
                        int atClose = journal.of(stays.who).size();
                        stays = joins;
                        joins.awaitWork(journal.of(joins.who).size() + 200);
                        assertThat(journal.of("member-" + (i - 1)))
                                .as("nothing is delivered after close")
                                .hasSize(atClose);
                    }
                    isEnough.set(true);
                    sent = load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    int all = sent;
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(journal.places()).hasSize(all));
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(broker.committedOffsets("rebalance." + topic))
                                    .as("committed after quiet")
                                    .isEqualTo(broker.endOffsets(topic)));
                } finally {
                    stays.close();
                    cutOff += stays.consumer.stats().cutOffCount();
                }
            } finally {
                isEnough.set(true);
            }
        }

        assertThat(broker.committedOffsets("rebalance." + topic))
                .as("committed after close")
                .isEqualTo(broker.endOffsets(topic));
        assertThat(journal.watermarks()).as("delivered").isEqualTo(broker.endOffsets(topic));
        if (cutOff == 0) {
            assertThat(journal.entries()).as("no duplicates without a cut-off").hasSize(sent);
        }
        var lastOfKey = new HashMap<String, Integer>();
        for (var entry : journal.firstDeliveries()) {
            int number = Integer.parseInt(String.valueOf(entry.text()));
            Integer last = lastOfKey.put(String.valueOf(entry.key()), number);
            assertThat(number).as("order of %s", entry.key()).isGreaterThan(last == null ? -1 : last);
        }
        assertThat(lastOfKey).hasSize(KEYS);
    }

    @Test
    void countsAndDeliversAgainWhatDidNotFinishBeforeItsPartitionWasGivenUp() {
        var topic = broker.uniqueTopic("cut-off", 2);
        var slow = new Place(new TopicPartition(topic, 0), 10);
        var release = new CountDownLatch(1);
        MqMessageListener blocksOnce = (message, metadata) -> {
            if (Place.of(metadata).equals(slow) && journal.at(slow).size() == 1) {
                release.await();
            }
        };
        try (var first = new Member("slow-1", topic, "300ms", blocksOnce)) {
            for (int i = 0; i < 100; i++) {
                first.mq.producer().sendAsync(message(topic, i % 2, i));
            }
            first.mq.producer().flush(PATIENCE);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.at(slow)).hasSize(1));

            try (var second = new Member("slow-2", topic, "300ms", blocksOnce)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(journal.at(slow)).hasSize(2));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(journal.places()).hasSize(100));
                assertThat(first.consumer.stats().cutOffCount()).isPositive();
                assertThat(first.consumer.stats().revokedCount()).isPositive();
                release.countDown();

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(broker.committedOffsets("rebalance." + topic))
                                .isEqualTo(broker.endOffsets(topic)));
                assertThat(second.consumer.stats().cutOffCount()).isZero();
            }
        } finally {
            release.countDown();
        }
        assertThat(broker.committedOffsets("rebalance." + topic)).isEqualTo(broker.endOffsets(topic));
    }

    private static MqMessage message(String topic, int partition, int number) {
        return MqMessage.builder(topic)
                .partition(partition)
                .value(Integer.toString(number))
                .build();
    }

    /** Sends until it is enough, and tells how many there were. */
    private static int load(Mq producer, String topic, AtomicBoolean isEnough) {
        int sent = 0;
        for (; sent < MESSAGES || !isEnough.get(); sent++) {
            producer.producer().sendAsync(topic, "key-" + sent % KEYS, Integer.toString(sent));
            if (sent % BURST == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        producer.producer().flush(PATIENCE);
        return sent;
    }
}
