// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.FaultProxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class NoBrokerAtStartIT {
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    /** Far below the minute that Kafka would wait, and enough for a machine that is busy. */
    private static final Duration IN_TIME = MAX_BLOCK.plusSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static MqConfig config(String brokers, String instance) {
        return MqConfig.builder()
                .brokers(brokers)
                .instanceId(instance)
                .set("mq.producer.max-block", MAX_BLOCK.toString())
                .set("mq.listener.restart-backoff", "200ms")
                .build();
    }

    @Test
    void startsWithoutABrokerSaysSoOnceAndWorksWhenTheBrokerComes() {
        var topic = "late-broker";
        try (var broker = EmbeddedBroker.builder().start();
                var log = CapturedLog.open()) {
            broker.createTopic(topic, 2);
            broker.stop(); // its port is now one that nobody listens on
            var journal = new Journal();

            long start = System.nanoTime();
            try (var mq = Mq.create(config(broker.bootstrapServers(), "no-broker-1"))) {
                var consumer = mq.consumer("no-broker.group")
                        .set("retry-attempts", "0")
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start(journal.writer("consumer"));
                assertThat(since(start)).as("creation").isLessThan(Duration.ofSeconds(10));

                assertConnectionFailed(mq, MqMessage.of(topic, "k", new byte[] {1}));
                var ping = mq.ping(Duration.ofMillis(300));
                assertThat(ping.isReachable()).isFalse();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.lines("MQ1004")).hasSize(1));
                await().during(Duration.ofSeconds(3))
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.lines("MQ1004")).hasSize(1));
                assertThat(log.lines("MQ1004")).allMatch(line -> line.contains(broker.bootstrapServers()));
                assertThat(log.lines("MQ1005")).isEmpty();
                assertThat(consumer.state()).isEqualTo(MqConsumer.State.STARTING);

                broker.start();
                await().atMost(PATIENCE)
                        .ignoreExceptionsMatching(MqSendException.class::isInstance)
                        .untilAsserted(() -> assertThat(
                                        mq.producer().send(topic, "k", "hello").offset())
                                .isNotNegative());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(journal.texts()).containsExactly("hello"));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.lines("MQ1005")).hasSize(1));

                assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
                assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
                assertThat(log.lines("MQ1004")).hasSize(1);
            }
        }
    }

    @Test
    void saysConnectionFailedAndNotWrittenForAnExplicitPartitionToo() {
        try (var proxy = FaultProxy.open()) {
            proxy.refuse();
            try (var mq = Mq.create(config("127.0.0.1:" + proxy.port(), "no-broker-3"))) {
                assertConnectionFailed(
                        mq, MqMessage.builder("any").value("v").partition(1).build());
            }
        }
    }

    @Test
    void startsAndClosesWithAHostNameThatDoesNotResolve() {
        var journal = new Journal();
        try (var log = CapturedLog.open()) {
            long start = System.nanoTime();
            var mq = Mq.create(config("no-such-host.invalid:9092", "no-broker-2"));
            try (mq;
                    var consumer = mq.consumer("no-broker.group").topics("any").start(journal.writer("consumer"))) {
                assertThat(since(start)).as("creation").isLessThan(Duration.ofSeconds(10));

                var failure = assertConnectionFailed(mq, MqMessage.of("any", "k", new byte[] {1}));

                assertThat(failure)
                        .hasMessageContaining("mq.client.brokers")
                        .hasMessageContaining("no-such-host.invalid:9092");
                assertThat(mq.ping(IN_TIME).isReachable()).isFalse();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.lines("MQ1004", "no-such-host.invalid"))
                                .hasSize(1));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RECOVERING));
                start = System.nanoTime();
            }
            assertThat(since(start)).as("close").isLessThan(Duration.ofSeconds(20));
            assertThat(log.lines("MQ1006"))
                    .as("a producer that cannot be built is told once a minute")
                    .hasSize(1);
            assertThat(List.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new)))
                    .filteredOn(thread -> thread.getName().contains("no-broker-2"))
                    .filteredOn(thread -> !thread.isDaemon())
                    .isEmpty();
        }
    }

    @Test
    @OnlyInCi
    void findsAClusterThatHasMovedAsAWhole() {
        var target = new AtomicReference<InetSocketAddress>();
        try (var entrance = FaultProxy.open().target(target::get)) {
            var first = EmbeddedBroker.builder().start();
            Mq mq;
            try (first) {
                target.set(address(first));
                mq = Mq.create(MqConfig.builder()
                        .brokers("127.0.0.1:" + entrance.port())
                        .instanceId("moved")
                        .set("mq.pool.health-check-interval", "1s")
                        .set("mq.producer.max-block", "1s")
                        .build());
                first.createTopic("moved", 1);
                mq.producer().send("moved", "k", "before");
            }
            try (mq;
                    var second = EmbeddedBroker.builder().start()) {
                second.createTopic("moved", 1);
                target.set(address(second));

                await().atMost(PATIENCE.multipliedBy(2))
                        .ignoreExceptionsMatching(MqSendException.class::isInstance)
                        .untilAsserted(() -> assertThat(mq.producer()
                                        .send("moved", "k", "after")
                                        .offset())
                                .isZero());
                assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
            }
        }
    }

    private static InetSocketAddress address(EmbeddedBroker broker) {
        var hostAndPort = broker.bootstrapServers().split(":", 2);
        return new InetSocketAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
    }

    private static MqSendException assertConnectionFailed(Mq mq, MqMessage message) {
        long start = System.nanoTime();
        var failure =
                catchThrowableOfType(MqSendException.class, () -> mq.producer().send(message));
        assertThat(since(start)).as("time until the failure").isLessThan(IN_TIME);
        assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.CONNECTION_FAILED);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(failure.isRetriable()).isTrue();
        return failure;
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
