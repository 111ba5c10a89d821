// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.management.Notification;
import javax.management.NotificationFilterSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator does to a listener over JMX, while its application knows nothing of it. */
@WithKafka
@Timeout(180)
class ListenerOperationsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INSTANCE = "operated";

    private final KafkaBroker broker;
    private final Journal journal = new Journal();
    private final ConcurrentLinkedQueue<Notification> told = new ConcurrentLinkedQueue<>();
    private Mq mq;
    private MqConsumer consumer;
    private LocalJmx jmx;
    private ObjectName listener;
    private String topic;

    ListenerOperationsIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void start() throws Exception {
        topic = broker.uniqueTopic("operated", 2);
        mq = Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(INSTANCE)
                .build());
        jmx = LocalJmx.open();
        // not those of thresholds, which come when they like
        var ofListeners = new NotificationFilterSupport();
        ofListeners.enableType("io.mqconnector.listener");
        jmx.connection()
                .addNotificationListener(
                        jmx.only("Connector", INSTANCE),
                        (notification, handback) -> told.add(notification),
                        ofListeners,
                        null);
        consumer = mq.consumer("operated." + topic)
                .topics(topic)
                .name("operated")
                .set("auto-offset-reset", "earliest")
                .set("failure-policy", "skip")
                .start(journal.writer("operated"));
        listener = jmx.only("Listener", INSTANCE);
        awaitState("RUNNING");
    }

    @AfterEach
    void close() throws Exception {
        mq.close();
        assertThat(jmx.names(INSTANCE)).isEmpty();
        jmx.close();
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jmx.get(listener, "State")).isEqualTo(state));
    }

    private void awaitDeliveries(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(journal.size()).isEqualTo(count));
    }

    private void awaitTold(String... types) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told)
                        .extracting(notification -> notification.getType().replace("io.mqconnector.listener.", ""))
                        .containsExactly(types));
    }

    private void send(String... texts) {
        for (var text : texts) {
            mq.producer().send(topic, text, text);
        }
    }

    /** Everything delivered so far is committed. */
    private void awaitCommitted() {
        // a listener is called before its record is done
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(consumer.stats().inFlightCount()).isZero());
        consumer.commit(PATIENCE);
        assertThat(consumer.committed()).isEqualTo(consumer.positions());
    }

    @Test
    void startsAListenerAgainThatWasStopped() throws Exception {
        send("a", "b");
        awaitDeliveries(2);

        assertThat(jmx.invoke(listener, "stop")).isEqualTo(true);

        assertThat(jmx.get(listener, "State")).isEqualTo("STOPPED");
        assertThat(consumer.state()).isEqualTo(MqConsumer.State.STOPPED);
        assertThat((String[]) jmx.get(listener, "Assignment")).isEmpty();
        assertThat(jmx.invoke(listener, "stop")).as("stopped twice").isEqualTo(true);
        send("c", "d");
        await().during(Duration.ofMillis(700))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(journal.size()).isEqualTo(2));
        jmx.invoke(listener, "start");
        jmx.invoke(listener, "start");
        awaitDeliveries(4);
        awaitState("RUNNING");
        assertThat(journal.texts()).containsExactlyInAnyOrder("a", "b", "c", "d");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stats().get("deliveredCount")).isEqualTo(4L));
        awaitTold("started", "stopped", "started");
    }

    @Test
    void leavesAStoppedListenerStoppedWhateverItsApplicationDoes() throws Exception {
        jmx.invoke(listener, "stop");

        consumer.restart();
        consumer.resume();
        jmx.set(listener, "Consumers", 2);

        assertThat(jmx.get(listener, "State")).isEqualTo("STOPPED");
        assertThat(catchThrowable(() -> jmx.invoke(listener, "restart")))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start it");
        assertThat(catchThrowable(() -> jmx.invoke(listener, "seekToEnd")))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("STOPPED");
        jmx.invoke(listener, "start");
        awaitState("RUNNING");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat((String[]) jmx.get(listener, "Assignment")).hasSize(2));
    }

    @Test
    void closesAListenerThatIsStopped() throws Exception {
        jmx.invoke(listener, "stop");

        assertThat(consumer.close(PATIENCE)).isTrue();

        assertThat(consumer.state()).isEqualTo(MqConsumer.State.CLOSED);
        assertThat(jmx.connection().isRegistered(listener)).isFalse();
        awaitTold("started", "stopped", "closed");
    }

    @Test
    void keepsAPauseOverAStop() throws Exception {
        jmx.invoke(listener, "pause");
        jmx.invoke(listener, "stop");
        send("a");
        jmx.invoke(listener, "start");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat((String[]) jmx.get(listener, "Assignment")).hasSize(2));
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(journal.size()).isZero());

        jmx.invoke(listener, "resume");

        awaitDeliveries(1);
        awaitTold("started", "paused", "stopped", "started", "resumed");
    }

    @Test
    @OnlyInCi
    void tellsWhenWhatHasBegunDidNotFinish() throws Exception {
        var release = new CountDownLatch(1);
        var slow = broker.uniqueTopic("operated-slow", 1);
        var entered = new CountDownLatch(1);
        var stuck = mq.consumer("slow." + slow)
                .topics(slow)
                .name("slow")
                .set("auto-offset-reset", "earliest")
                // long enough to be looked at meanwhile
                .set("close-timeout", "6s")
                .set("drain-timeout", "500ms")
                .start((message, metadata) -> {
                    entered.countDown();
                    release.await();
                });
        var name = new ObjectName("io.mqconnector:type=Listener,connector=" + INSTANCE + ",name=\"slow\"");
        mq.producer().send(slow, "k", "v");
        entered.await();

        var stopping = CompletableFuture.supplyAsync(() -> invoked(name, "stop"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jmx.get(name, "State")).isEqualTo("CLOSING"));
        assertThat(catchThrowable(() -> jmx.invoke(name, "restart")))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CLOSING");
        assertThat(stopping.join()).isEqualTo(false);

        // whoever stops it is told in time, be its consumer closed or not
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stuck.state()).isEqualTo(MqConsumer.State.STOPPED));
        release.countDown();
        jmx.invoke(name, "start");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stuck.stats().deliveredCount()).isPositive());
    }

    private Object invoked(ObjectName name, String operation) {
        try {
            return jmx.invoke(name, operation);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @OnlyInCi
    void movesAllPartitionsAlthoughNoDeliveryReturns() throws Exception {
        int partitions = 4;
        var stuckTopic = broker.uniqueTopic("operated-stuck", partitions);
        var release = new CountDownLatch(1);
        var entered = new CountDownLatch(partitions);
        var stuck = mq.consumer("stuck." + stuckTopic)
                .topics(stuckTopic)
                .name("stuck")
                .set("auto-offset-reset", "earliest")
                .set("workers", Integer.toString(2 * partitions))
                .set("drain-timeout", "4s")
                .start((message, metadata) -> {
                    entered.countDown();
                    release.await();
                });
        var name = new ObjectName("io.mqconnector:type=Listener,connector=" + INSTANCE + ",name=\"stuck\"");
        for (int i = 0; i < 40; i++) {
            mq.producer().send(stuckTopic, "key " + i, "v");
        }
        entered.await();
        long start = System.nanoTime();

        assertThat(jmx.invoke(name, "seekToEnd")).isEqualTo(partitions);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("once the drain time-out, not once for each partition")
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(14));
        assertThat(stuck.committed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(40);
        release.countDown();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stuck.stats().inFlightCount()).isZero());
    }

    @Test
    void goesWhereItIsSent() throws Exception {
        send("a", "b", "c", "d");
        awaitDeliveries(4);
        long time = System.currentTimeMillis() + 1;
        await().until(() -> System.currentTimeMillis() > time);
        send("e");
        awaitDeliveries(5);
        awaitCommitted();

        assertThat(jmx.invoke(listener, "seekToBeginning")).isEqualTo(2);
        awaitDeliveries(10);
        assertThat(jmx.invoke(listener, "resetToTimestamp", time)).isEqualTo(2);
        awaitDeliveries(11);
        assertThat(jmx.invoke(listener, "seekToEnd")).isEqualTo(2);
        var place = journal.entries().get(0).place();
        jmx.invoke(listener, "seek", topic, place.partition().partition(), 0L);

        long again = journal.firstDeliveries().stream()
                .filter(entry -> entry.place().partition().equals(place.partition()))
                .count();
        awaitDeliveries(11 + (int) again);
        assertThat(journal.texts().get(10)).isEqualTo("e");
    }

    @Test
    void refusesPlacesThatDoNotExistInWordsThatEverybodyKnows() throws Exception {
        assertThat(catchThrowable(() -> jmx.invoke(listener, "seek", topic, 7, 0L)))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(topic + "-7")
                .hasNoCause();
        assertThat(catchThrowable(() -> jmx.invoke(listener, "seek", topic, 0, 99L)))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed are 0 to 0");
        assertThat(catchThrowable(() -> jmx.invoke(listener, "seek", topic, -1, 0L)))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> jmx.invoke(listener, "resetToTimestamp", -1L)))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> jmx.set(listener, "Workers", 0)))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("workers");
    }

    @Test
    void tellsHowFarEachPartitionHasCome() throws Exception {
        send("a", "b", "c");
        awaitDeliveries(3);
        awaitCommitted();

        var partitions = (CompositeData[]) jmx.invoke(listener, "partitions");

        assertThat(partitions).extracting(each -> each.get("partition")).containsExactly(0, 1);
        assertThat(partitions).extracting(each -> each.get("topic")).containsOnly(topic);
        assertThat(partitions)
                .allSatisfy(each -> assertThat(each.get("committed")).isEqualTo(each.get("position")));
        assertThat((long) partitions[0].get("position") + (long) partitions[1].get("position"))
                .isEqualTo(3);
        assertThat(partitions).extracting(each -> each.get("stopped")).containsOnly(false);
    }

    @Test
    void rebalancesItsGroupWithoutLosingAnything() throws Exception {
        send("a", "b");
        awaitDeliveries(2);

        assertThat(jmx.invoke(listener, "enforceRebalance")).isEqualTo(1);

        send("c", "d");
        awaitDeliveries(4);
        assertThat(journal.texts()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void refusesARebalanceWhereTheBrokerAloneDecides() throws Exception {
        try (var modern = mq.consumer("modern." + topic)
                .topics(topic)
                .name("modern")
                .set("protocol", "consumer")
                .start(journal.writer("modern"))) {
            var name = new ObjectName("io.mqconnector:type=Listener,connector=" + INSTANCE + ",name=\"modern\"");

            assertThat(catchThrowable(() -> jmx.invoke(name, "enforceRebalance")))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("restart");
            assertThat(modern.name()).isEqualTo("modern");
        }
    }

    @Test
    void tellsOfRestartsByWhomsoever() throws Exception {
        jmx.invoke(listener, "restart");

        awaitTold("started", "restarted");
        awaitState("RUNNING");
        var data = (CompositeData) List.copyOf(told).get(1).getUserData();
        assertThat(data.get("listener")).isEqualTo("operated");
        assertThat(data.get("group")).isEqualTo("operated." + topic);
    }

    private CompositeData stats() throws Exception {
        return (CompositeData) jmx.get(listener, "Stats");
    }
}
