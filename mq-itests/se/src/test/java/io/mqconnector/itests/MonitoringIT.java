// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqNotification;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics by topic, alerts, lag of groups and health on a real broker. */
@WithKafka
@Timeout(300)
class MonitoringIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker broker;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<MqNotification> told = new CopyOnWriteArrayList<>();

    MonitoringIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private MqConfig.Builder config(String instance) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.monitoring.interval", "200ms")
                .set("mq.monitoring.alert-intervals", "2")
                .set("mq.monitoring.latency-threshold", "0ms")
                .set("mq.monitoring.heap-threshold", "0")
                .set("mq.monitoring.error-rate-threshold", "0")
                // or sends that a slow machine spreads over two looks raise one
                .set("mq.monitoring.throughput-threshold", "0");
    }

    private static MqMessage message(String topic, String value) {
        return MqMessage.of(topic, "k", value.getBytes(StandardCharsets.UTF_8));
    }

    private Number metric(String instance, String rest) throws Exception {
        return (Number) server.getAttribute(
                new ObjectName("io.mqconnector:type=Metric,connector=" + instance + ",name=" + rest), "Value");
    }

    private static String of(String topic, String status) {
        return "\"producer.topic.messages\",topic=\"" + topic + "\",status=\"" + status + "\"";
    }

    @Test
    void countsByTopicAndStatusWhateverWayAMessageWasSentAndReceived() throws Exception {
        var one = broker.uniqueTopic("by-topic-one", 2);
        var two = broker.uniqueTopic("by-topic-two", 1);
        try (var mq = Mq.create(config("by-topic").build());
                var consumer = mq.consumer("by-topic-group")
                        .topics(one)
                        .name("counting")
                        .set("auto-offset-reset", "earliest")
                        .set("retry-attempts", "1")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> {
                            if (new String(message.value(), StandardCharsets.UTF_8).equals("bad")) {
                                throw new IllegalStateException("as the test wants");
                            }
                        })) {
            for (int i = 0; i < 20; i++) {
                mq.producer().send(message(one, "12345"));
            }
            mq.producer().send(message(one, "bad"));
            try (var transaction = mq.producer().beginTransaction()) {
                transaction.send(message(two, "123456789"));
                transaction.commit();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(21));
            // a topic gets its metrics with the next look
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(InstanceNotFoundException.class)
                    .untilAsserted(() -> {
                        assertThat(metric("by-topic", of(one, "acknowledged"))).isEqualTo(21L);
                        assertThat(metric("by-topic", of(one, "failed"))).isEqualTo(0L);
                        assertThat(metric("by-topic", of(two, "acknowledged"))).isEqualTo(1L);
                        assertThat(metric("by-topic", "\"producer.topic.bytes\",topic=\"" + one + "\""))
                                .isEqualTo(20L * 6 + 4);
                        assertThat(metric("by-topic", "\"producer.topic.latency.timed\",topic=\"" + one + "\"")
                                        .longValue())
                                .isEqualTo(21);
                        String listener = ",listener=\"counting\",group=\"by-topic-group\"";
                        String records = "\"listener.topic.records\"" + listener + ",topic=\"" + one + "\",status=";
                        assertThat(metric("by-topic", records + "\"handled\"")).isEqualTo(20L);
                        assertThat(metric("by-topic", records + "\"skipped\"")).isEqualTo(1L);
                        assertThat(metric("by-topic", records + "\"failed\"")).isEqualTo(1L);
                        assertThat(metric("by-topic", "\"listener.bytes\"" + listener)
                                        .longValue())
                                .isGreaterThan(20L * 6);
                        assertThat(metric("by-topic", "\"listener.process-time.max-micros\"" + listener)
                                        .longValue())
                                .isPositive();
                        // other names for the same
                        assertThat(metric("by-topic", "\"mq.producer.messages_sent\""))
                                .isEqualTo(22L);
                        assertThat(metric("by-topic", "\"mq.producer.bytes_sent\""))
                                .isEqualTo(20L * 6 + 4 + 10);
                        assertThat(metric("by-topic", "\"mq.consumer.messages_consumed\""))
                                .isEqualTo(21L);
                        assertThat(metric("by-topic", "\"mq.consumer.processing_errors\""))
                                .isEqualTo(1L);
                        assertThat(metric("by-topic", "\"mq.consumer.average_process_time\"")
                                        .doubleValue())
                                .isPositive();
                    });
            assertThat(consumer.close(PATIENCE)).isTrue();
            assertThat(metric("by-topic", "\"mq.consumer.messages_consumed\""))
                    .as("a count does not fall when its listener is closed")
                    .isEqualTo(21L);
            assertThat(metric("by-topic", "\"mq.consumer.processing_errors\"")).isEqualTo(1L);
        }
        assertThat(server.queryNames(new ObjectName("io.mqconnector:*"), null)).isEmpty();
    }

    @Test
    void raisesAndClearsTheAlertOfAListenerThatIsBehindExactlyOnce() throws Exception {
        var topic = broker.uniqueTopic("alert", 1);
        var release = new CountDownLatch(1);
        try (var mq = Mq.create(config("alerting")
                        .set("mq.monitoring.lag-threshold", "50")
                        .build());
                var registration = mq.addNotifier(told::add);
                var consumer = mq.consumer("alert-group")
                        .topics(topic)
                        .name("slow")
                        .set("auto-offset-reset", "earliest")
                        .start((message, metadata) -> release.await())) {
            assertThat(registration).isNotNull();
            sendMany(mq, topic, 200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED));
            assertThat(told.get(0).subject()).isEqualTo(consumer.name());
            assertThat(metric("alerting", "\"alerts.raised\"")).isEqualTo(1L);

            release.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types())
                            .containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED));
            assertThat(metric("alerting", "\"alerts.raised\"")).isEqualTo(0L);
        }
    }

    /** A consumer learns where a partition ends when it fetches, and fetches nothing that is paused. */
    @Test
    void raisesTheAlertOfAListenerThatFallsBehindWhileItIsPaused() throws Exception {
        var topic = broker.uniqueTopic("paused", 2);
        try (var mq = Mq.create(config("pausing")
                        .set("mq.monitoring.lag-threshold", "50")
                        .build());
                var registration = mq.addNotifier(told::add);
                var consumer = mq.consumer("paused-group")
                        .topics(topic)
                        .name("held")
                        .set("auto-offset-reset", "earliest")
                        .start((message, metadata) -> {})) {
            assertThat(registration).isNotNull();
            var bean = new ObjectName("io.mqconnector:type=Listener,connector=pausing,name=\"held\"");
            sendMany(mq, topic, 10);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(10));

            server.invoke(bean, "pause", new Object[0], new String[0]);
            sendMany(mq, topic, 200);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.stats().lag()).isEqualTo(200));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED));
            assertThat(consumer.stats().deliveredCount()).isEqualTo(10);

            server.invoke(bean, "resume", new Object[0], new String[0]);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.stats().lag()).isZero());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types())
                            .containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED));
        }
    }

    @Test
    @OnlyInCi
    void knowsTheLagOfAGroupInWhichItIsNotAndAdvisesWhatWouldHelp() throws Exception {
        var topic = broker.uniqueTopic("watched", 3);
        var hold = new AtomicBoolean();
        var release = new CountDownLatch(1);
        try (var watching = Mq.create(config("watching")
                        .set("mq.connections.elsewhere.client.brokers", broker.bootstrapServers())
                        .set("mq.monitoring.groups", "elsewhere/watched-group, nobody")
                        .set("mq.monitoring.lag-threshold", "50")
                        .build());
                var registration = watching.addNotifier(told::add);
                var other = Mq.create(config("watched").build());
                var consumer = other.consumer("watched-group")
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start((message, metadata) -> {
                            if (hold.get()) {
                                release.await();
                            }
                        })) {
            assertThat(registration).isNotNull();
            sendMany(other, topic, 10);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(10));
            hold.set(true);
            sendMany(other, topic, 300);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types())
                            .containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.SCALE_ADVICE));
            var advice = told.get(1);
            assertThat(advice.subject()).isEqualTo("elsewhere/watched-group");
            assertThat(advice.facts())
                    .containsEntry("advice", "ADD_CONSUMERS")
                    .containsEntry("partitions", "3")
                    .containsEntry("consumers", "1");
            // each group is asked about by itself, and an answer that does not come is asked for again
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(metric("watching", "\"group.partitions\",group=\"elsewhere/watched-group\""))
                        .isEqualTo(3);
                assertThat(metric("watching", "\"group.lag\",group=\"nobody\"")).isEqualTo(0L);
                assertThat(metric("watching", "\"group.consumers\",group=\"nobody\""))
                        .isEqualTo(0);
            });

            release.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(types())
                            .containsExactly(
                                    MqNotification.Type.ALERT_RAISED,
                                    MqNotification.Type.SCALE_ADVICE,
                                    MqNotification.Type.ALERT_CLEARED,
                                    MqNotification.Type.SCALE_ADVICE));
            assertThat(told.get(3).facts()).containsEntry("advice", "NONE");
        }
    }

    @Test
    void isHealthyWhileTheBrokerAnswersAndItsListenersRun() throws Exception {
        var topic = broker.uniqueTopic("healthy", 1);
        try (var mq = Mq.create(config("healthy").build());
                var consumer = mq.consumer("healthy-group")
                        .topics(topic)
                        .name("well")
                        // or it would be degraded without a dead-letter topic
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> {})) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(mq.health())
                            .isEqualTo(new MqHealth(List.of(
                                    part(MqHealth.Kind.CONNECTION, "default"), part(MqHealth.Kind.LISTENER, "well")))));
            assertThat(mq.health().status()).isEqualTo(MqHealth.Status.UP);

            consumer.pause();
            assertThat(mq.health().parts().get(1).reasons()).containsExactly("it is paused");
        }
    }

    private static MqHealth.Part part(MqHealth.Kind kind, String name) {
        return new MqHealth.Part(kind, name, MqHealth.Status.UP, false, List.of());
    }

    private List<MqNotification.Type> types() {
        return told.stream().map(MqNotification::type).toList();
    }

    private static void sendMany(Mq mq, String topic, int count) throws Exception {
        var sent = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < count; i++) {
            sent.add(mq.producer()
                    .sendAsync(MqMessage.of(topic, "k" + i, new byte[10]))
                    .toCompletableFuture());
        }
        for (var each : sent) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
