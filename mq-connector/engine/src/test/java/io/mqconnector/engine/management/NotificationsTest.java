// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.inbound.ListenerObserver.Deed;
import io.mqconnector.engine.monitoring.AlertRule;
import io.mqconnector.engine.monitoring.AlertState;
import io.mqconnector.engine.monitoring.GroupLag;
import io.mqconnector.engine.monitoring.ScaleAdvice;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final MqObjectNames names = new MqObjectNames("one");
    private final Notifications notifications =
            new Notifications(names.connector(), tasks::add, Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC));
    private final List<Notification> told = new ArrayList<>();

    private void listen() {
        notifications.addNotificationListener((notification, handback) -> told.add(notification), null, null);
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static CompositeData data(Notification notification) {
        return (CompositeData) notification.getUserData();
    }

    @Test
    void tellsOnAnotherThreadOneAfterTheOther() {
        listen();

        notifications.done(Deed.STARTED, "orders", "g");
        notifications.done(Deed.STOPPED, "orders", "g");

        assertThat(told).as("on the caller's thread").isEmpty();
        assertThat(tasks).hasSize(1);
        run();
        assertThat(told)
                .extracting(Notification::getType)
                .containsExactly("io.mqconnector.listener.started", "io.mqconnector.listener.stopped");
        assertThat(told).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L);
        assertThat(told).extracting(Notification::getTimeStamp).containsOnly(77L);
        assertThat(told).extracting(Notification::getSource).containsOnly(names.connector());
        assertThat(data(told.get(0)).get("listener")).isEqualTo("orders");
        assertThat(data(told.get(0)).get("group")).isEqualTo("g");
    }

    @Test
    void tellsTroubleWithoutWhatAnApplicationHasWritten() {
        listen();

        notifications.trouble(new MqConsumerError(
                MqConsumerError.Kind.PARTITION_STOPPED,
                "orders",
                "g",
                List.of(new MqPartition("t", 3)),
                "a record failed for good",
                new IllegalStateException("card number 4711")));

        run();
        var only = told.get(0);
        assertThat(only.getType()).isEqualTo("io.mqconnector.listener.partition-stopped");
        assertThat(only.getMessage()).isEqualTo("listener orders: a record failed for good");
        assertThat((String[]) data(only).get("partitions")).containsExactly("t-3");
        assertThat(data(only).get("cause")).isEqualTo("java.lang.IllegalStateException");
        assertThat(only.toString() + data(only)).doesNotContain("4711");
    }

    @Test
    void tellsWhatWasChangedAsRecords() {
        listen();

        notifications.configuration(new ChangeReport(
                3,
                77,
                "JMX",
                false,
                List.of(new ChangeReport.Change("mq.producer.linger", "5ms", "10ms", ChangeReport.How.ROLLED)),
                List.of(),
                List.of()));
        notifications.configuration(
                new ChangeReport(3, 77, "a file", false, List.of(), List.of(), List.of("not a number")));

        run();
        assertThat(told)
                .extracting(Notification::getType)
                .containsExactly("io.mqconnector.config.changed", "io.mqconnector.config.refused");
        var applied = (CompositeData[]) data(told.get(0)).get("applied");
        assertThat(applied).hasSize(1);
        assertThat(applied[0].get("key")).isEqualTo("mq.producer.linger");
        assertThat(applied[0].get("how")).isEqualTo("ROLLED");
        assertThat(data(told.get(0)).get("generation")).isEqualTo(3L);
        assertThat(told.get(1).getMessage()).isEqualTo("not a number");
    }

    @Test
    void tellsAlertsRaisedAndCleared() {
        listen();

        notifications.alert(new AlertState(AlertRule.LAG, "orders", true, 12_000, 10_000, 70, 1), "behind");
        notifications.alert(
                new AlertState(AlertRule.LAG, "orders", false, 12_000, 10_000, 75, 1), "not watched any more");

        run();
        assertThat(told)
                .extracting(Notification::getType)
                .containsExactly("io.mqconnector.alert.raised", "io.mqconnector.alert.cleared");
        assertThat(told).extracting(Notification::getMessage).containsExactly("behind", "not watched any more");
        assertThat(data(told.get(0)).get("value")).isEqualTo(12_000.0);
    }

    @Test
    void tellsWhatWouldHelpAGroup() {
        listen();

        notifications.advice(new ScaleAdvice(new GroupLag("g", 12, 4, 1), ScaleAdvice.Advice.ADD_CONSUMERS));

        run();
        assertThat(told.get(0).getType()).isEqualTo("io.mqconnector.scale.advice");
        assertThat(data(told.get(0)).get("consumers")).isEqualTo(1);
        assertThat(data(told.get(0)).get("advice")).isEqualTo("ADD_CONSUMERS");
    }

    @Test
    void dropsTheOldestWhenAListenerDoesNotReturn() {
        listen();

        for (int i = 0; i < Notifications.CAPACITY + 5; i++) {
            notifications.done(Deed.PAUSED, "orders", "g");
        }

        run();
        assertThat(told).hasSize(Notifications.CAPACITY);
        assertThat(told.get(0).getSequenceNumber()).isEqualTo(6);
        assertThat(notifications.droppedCount()).isEqualTo(5);
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        notifications.addNotificationListener(
                (notification, handback) -> {
                    told.add(notification);
                    throw new AssertionError("on purpose");
                },
                null,
                null);

        notifications.done(Deed.PAUSED, "orders", "g");
        notifications.done(Deed.RESUMED, "orders", "g");
        run();

        assertThat(told).hasSize(2);
    }

    @Test
    void isSilentOnceTheConnectorIsClosed() {
        var closed = new Notifications(
                names.connector(),
                task -> {
                    throw new RejectedExecutionException("on purpose");
                },
                Clock.systemUTC());

        closed.done(Deed.CLOSED, "orders", "g");
        closed.done(Deed.CLOSED, "orders", "g");

        assertThat(closed.droppedCount()).isZero();
    }

    @Test
    void announcesEveryTypeItSends() {
        assertThat(notifications.getNotificationInfo())
                .flatExtracting(info -> List.of(info.getNotifTypes()))
                .contains(
                        "io.mqconnector.config.changed",
                        "io.mqconnector.alert.raised",
                        "io.mqconnector.listener.stopped",
                        "io.mqconnector.listener.stalled",
                        "io.mqconnector.listener.given-up")
                .hasSize(5 + Deed.values().length + MqConsumerError.Kind.values().length);
    }
}
