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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithKafka
@Timeout(180)
class CloseIT {
    private static final int PARTITIONS = 4;
    private static final int CYCLES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of what must end after 2 s; the default is 30 s, and the listener never returns. */
    private static final Duration IN_TIME = Duration.ofSeconds(15);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();

    CloseIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private Mq connect(String instance) {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .build());
    }

    @Test
    void commitsUnderLoadWhatHasFinishedAndDeliversNothingAfterwards() throws Exception {
        var topic = broker.uniqueTopic("close", PARTITIONS);
        var group = "close." + topic;
        Map<TopicPartition, Long> finished = new ConcurrentHashMap<>();
        try (var mq = connect("closer-1")) {
            fill(mq, topic, 20_000);
            var consumer = mq.consumer(group)
                    .topics(topic)
                    .set("auto-offset-reset", "earliest")
                    .set("auto-commit-interval", "1h")
                    .set("auto-commit-records", "10000000")
                    .set("workers", "4")
                    .start(journal.writer("consumer", (message, metadata) -> {
                        // all of them together take seconds: the close comes in the middle on any machine
                        LockSupport.parkNanos(1_000_000);
                        finished.put(
                                new TopicPartition(metadata.topic(), metadata.partitionNumber()),
                                metadata.offset() + 1);
                    }));
            try (consumer) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(finished).hasSize(PARTITIONS));

                assertThat(consumer.close(PATIENCE)).isTrue();
            }
            int delivered = journal.size();

            assertThat(delivered).as("the close came in the middle").isLessThan(20_000);
            assertThat(journal.watermarks()).as("what had begun was finished").isEqualTo(finished);
            assertThat(broker.committedOffsets(group)).isEqualTo(finished);
            assertThat(consumer.state()).isEqualTo(MqConsumer.State.CLOSED);
            assertThat(consumer.stats().cutOffCount()).isZero();
            await().during(Duration.ofMillis(300))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(delivered));
            assertNoMember(group);
            assertThat(consumer.close(PATIENCE)).as("closing again").isTrue();
        }
    }

    @Test
    void closesInTimeThoughAListenerNeverReturnsAndSaysThatItIsNotComplete() throws Exception {
        var topic = broker.uniqueTopic("close-stuck", 1);
        var group = "close." + topic;
        var release = new CountDownLatch(1);
        try (var mq = connect("closer-2")) {
            fill(mq, topic, 10);
            var consumer = mq.consumer(group)
                    .topics(topic)
                    .set("auto-offset-reset", "earliest")
                    .start(journal.writer("consumer", (message, metadata) -> {
                        if (metadata.offset() == 4) {
                            release.await();
                        }
                    }));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(5));

            long start = System.nanoTime();
            boolean isComplete = consumer.close(Duration.ofSeconds(2));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
            assertThat(isComplete).isFalse();
            // whoever closes is told in time, be the commit over or not
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.CLOSED));
            assertThat(broker.committedOffsets(group).values())
                    .as("up to the record that is stuck")
                    .containsExactly(4L);
            assertThat(consumer.stats().cutOffCount()).isEqualTo(1);
            assertNoMember(group);
            release.countDown();
            await().during(Duration.ofMillis(300))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(5));
            assertThat(broker.committedOffsets(group).values())
                    .as("a completion after the close is ignored")
                    .containsExactly(4L);
        } finally {
            release.countDown();
        }
    }

    @Test
    void closesTheConnectorInTimeThoughAListenerNeverReturns() {
        var topic = broker.uniqueTopic("close-stuck-connector", 1);
        var release = new CountDownLatch(1);
        try {
            long start;
            try (var mq = connect("closer-3")) {
                fill(mq, topic, 1);
                mq.consumer("close." + topic)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("close-timeout", "2s")
                        .start(journal.writer("consumer", (message, metadata) -> release.await()));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(journal.size()).isEqualTo(1));
                start = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
            assertNothingLeft("closer-3", "mq-closer-3-worker");
        } finally {
            release.countDown();
        }
        assertNothingLeft("closer-3", "none is tolerated");
    }

    @Test
    @OnlyInCi
    void leavesNothingBehindAfterManyLives() throws Exception {
        var topic = broker.uniqueTopic("close-cycles", PARTITIONS);
        var group = "closer-4." + topic;
        for (int i = 1; i <= CYCLES; i++) {
            try (var mq = connect("closer-4")) {
                mq.consumer(group)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("fetch-max-wait", "50ms")
                        .start(journal.writer("consumer"));
                mq.producer().send(topic, "k" + i, "v");
                int expected = i;
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .untilAsserted(() -> assertThat(journal.size()).isEqualTo(expected));
            }
        }

        assertNothingLeft("closer-4", "none is tolerated");
        assertNoMember(group);
        assertThat(journal.entries()).hasSize(CYCLES);
    }

    /** No thread and no MBean, ours or Kafka's, names that instance any more. */
    private static void assertNothingLeft(String instance, String tolerated) {
        var server = ManagementFactory.getPlatformMBeanServer();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.contains(instance) && !name.startsWith(tolerated)))
                    .as("threads")
                    .isEmpty();
            assertThat(server.queryNames(null, null).stream()
                            .map(Object::toString)
                            .filter(name -> name.contains(instance)))
                    .as("MBeans")
                    .isEmpty();
        });
    }

    private void assertNoMember(String group) throws Exception {
        var described =
                broker.admin().describeConsumerGroups(List.of(group)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(described.get(group).members()).isEmpty();
    }

    private static void fill(Mq mq, String topic, int count) {
        for (int i = 0; i < count; i++) {
            mq.producer().sendAsync(MqMessage.of(topic, "k" + i, new byte[] {1}));
        }
        mq.producer().flush(PATIENCE);
    }
}
