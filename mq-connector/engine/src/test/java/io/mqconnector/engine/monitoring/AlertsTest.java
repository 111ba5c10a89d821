// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqNotification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final int LOOKS = 3;
    private static final double UNKNOWN = Double.NaN;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final List<MqNotification> told = new ArrayList<>();
    private final List<AlertState> states = new ArrayList<>();
    private final Notifications notifications = new Notifications("node-1", Runnable::run, clock, System::nanoTime);
    private final List<String> texts = new ArrayList<>();
    private final Alerts alerts = new Alerts(
            notifications,
            (state, text) -> {
                states.add(state);
                texts.add(text);
            },
            clock);
    private double threshold = 100;

    AlertsTest() {
        var unused = notifications.add(told::add, AlertsTest.class.getClassLoader());
    }

    private void look(double... values) {
        for (double value : values) {
            now = now.plus(Duration.ofSeconds(10));
            alerts.look(List.of(round -> round.is(AlertRule.LAG, "orders", value, threshold)), LOOKS);
        }
    }

    private List<MqNotification.Type> types() {
        return told.stream().map(MqNotification::type).toList();
    }

    @Test
    void isRaisedOnceAfterSoManyLooksAboveAndClearedOnceAfterSoManyWellBelow() {
        look(101, 102);
        assertThat(told).isEmpty();

        look(103);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);

        look(500, 500, 500, 500, 79, 79);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);

        look(79);
        look(0, 0, 0, 0);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);
        assertThat(states).extracting(AlertState::isRaised).containsExactly(true, false);
    }

    @Test
    void saysWhatWhenAndHowMuch() {
        look(101, 102, 103.5);

        var raised = told.get(0);
        assertThat(raised.text()).isEqualTo("lag of orders is 103.50 records, the threshold is 100");
        assertThat(raised.instanceId()).isEqualTo("node-1");
        assertThat(raised.subject()).isEqualTo("orders");
        assertThat(raised.time()).isEqualTo(Instant.parse("2026-01-01T00:00:30Z"));
        assertThat(raised.facts())
                .containsEntry("rule", "lag")
                .containsEntry("value", "103.50")
                .containsEntry("threshold", "100")
                .containsEntry("unit", "records")
                .containsEntry("severity", "warning");
        assertThat(alerts.states())
                .containsExactly(new AlertState(
                        AlertRule.LAG, "orders", true, 103.5, 100, raised.time().toEpochMilli(), 1));
        assertThat(alerts.raisedCount()).isEqualTo(1);
    }

    @Test
    void whatIsNotAboveTheThresholdIsNotCrossed() {
        look(100, 100, 100, 100);

        assertThat(told).isEmpty();
    }

    @Test
    void aValueThatSwingsAroundItsThresholdRaisesNothing() {
        for (int i = 0; i < 1_000; i++) {
            look(101, 102, 99);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void aRaisedValueThatSwingsAroundItsThresholdStaysRaised() {
        look(101, 101, 101);

        for (int i = 0; i < 1_000; i++) {
            look(99, 81, 101, 80, 70, 70, 80);
        }

        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);
    }

    @Test
    void whateverItDoesItIsToldAtMostOnceInSoManyLooksAndAlwaysInTurns() {
        var random = new Random(6);
        int looks = 30_000;

        for (int i = 0; i < looks; i++) {
            look(random.nextInt(300));
        }

        assertThat(told).hasSizeLessThanOrEqualTo(looks / LOOKS).hasSizeGreaterThan(10);
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).type())
                    .isEqualTo(i % 2 == 0 ? MqNotification.Type.ALERT_RAISED : MqNotification.Type.ALERT_CLEARED);
        }
    }

    @Test
    void whatIsNotKnownChangesNothing() {
        look(101, 101, UNKNOWN, UNKNOWN, 101);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);

        look(1, 1, UNKNOWN, UNKNOWN, UNKNOWN);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);
        assertThat(alerts.states().get(0).value()).isEqualTo(1);
    }

    @Test
    void anotherThresholdIsInForceAtTheNextLook() {
        look(101, 101, 101);

        threshold = 1_000;
        look(101, 101, 101);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);

        threshold = 50;
        look(101, 101, 101);
        assertThat(types())
                .containsExactly(
                        MqNotification.Type.ALERT_RAISED,
                        MqNotification.Type.ALERT_CLEARED,
                        MqNotification.Type.ALERT_RAISED);
    }

    @Test
    void withoutAThresholdItIsClearedAtOnceAndNeverRaised() {
        look(101, 101, 101);

        threshold = 0;
        look(1_000, 1_000, 1_000, 1_000);

        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);
        assertThat(told.get(1).text()).contains("there is no threshold any more");
    }

    @Test
    void saysWhatItKnewLastWhenItsThresholdIsTakenAwayWhileTheValueIsNotKnown() {
        look(101, 101, 101, UNKNOWN);

        threshold = 0;
        look(UNKNOWN);

        assertThat(told.get(1).text()).isEqualTo("lag of orders is 101 records, there is no threshold any more");
    }

    @Test
    void whatIsGoneIsClearedAndForgotten() {
        look(101, 101, 101);

        alerts.look(List.of(), LOOKS);
        alerts.look(List.of(), LOOKS);

        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);
        assertThat(told.get(1).text()).isEqualTo("lag of orders is not watched any more");
        assertThat(texts).isEqualTo(told.stream().map(MqNotification::text).toList());
        assertThat(states.get(1).isRaised()).isFalse();
        assertThat(alerts.states()).isEmpty();
    }

    private void sends(double... messagesPerSecond) {
        for (double value : messagesPerSecond) {
            alerts.look(List.of(round -> round.is(AlertRule.THROUGHPUT, "default", value, threshold)), LOOKS);
        }
    }

    @Test
    void tooLittleThroughputIsInformation() {
        sends(99, 99, 99);

        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED);
        assertThat(told.get(0).facts()).containsEntry("severity", "information");
        assertThat(alerts.isRaised(AlertRule.THROUGHPUT, "default")).isTrue();
        assertThat(alerts.raisedCount()).isZero();

        sends(124, 99, 125, 101, 100, 1);
        assertThat(types()).hasSize(1);

        sends(126, 200, 126);
        sends(100, 500, 101, 99, 99);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);
    }

    @Test
    void whoeverSendsNothingIsNotSlow() {
        sends(0, 0, 0, 0, 1, 0, 1, 1, 0);
        assertThat(told).isEmpty();

        sends(1, 1, 1, 0, 0, 0);
        assertThat(types()).containsExactly(MqNotification.Type.ALERT_RAISED, MqNotification.Type.ALERT_CLEARED);
    }

    @Test
    void eachSubjectHasAnAlertOfItsOwn() {
        for (int i = 0; i < LOOKS; i++) {
            alerts.look(
                    List.of(
                            round -> round.is(AlertRule.LAG, "a", 200, 100),
                            round -> round.is(AlertRule.LAG, "b", 2, 100),
                            round -> round.is(AlertRule.GROUP_LAG, "a", 3, 100)),
                    LOOKS);
        }

        assertThat(told).extracting(MqNotification::subject).containsExactly("a");
        assertThat(alerts.isRaised(AlertRule.LAG, "a")).isTrue();
        assertThat(alerts.isRaised(AlertRule.GROUP_LAG, "a")).isFalse();
        assertThat(alerts.isRaised(AlertRule.LAG, "nobody")).isFalse();
    }
}
