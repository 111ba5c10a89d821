// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.monitoring.ConnectionThresholds.Sends;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectionThresholdsTest {
    private static final MonitoringSettings SETTINGS = new MonitoringSettings(
            Duration.ofSeconds(10), 1, Duration.ofMillis(10), 500, 0.01, 0, 0, List.of(), "", Duration.ofSeconds(1));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicReference<Sends> sends = new AtomicReference<>(new Sends(1_000, 50, 0, 0));
    private final Alerts alerts = new Alerts(
            new Notifications("node-1", Runnable::run, Clock.systemUTC(), System::nanoTime),
            (state, text) -> {},
            Clock.systemUTC());
    private final ConnectionThresholds thresholds =
            new ConnectionThresholds("default", sends::get, () -> SETTINGS, clock::get);

    private void after(Duration time, long acknowledged, long failed, long p99Micros) {
        after(time, acknowledged, failed, 0, p99Micros, 1);
    }

    private void after(Duration time, long acknowledged, long failed, long inFlight, long p99Micros, int looks) {
        clock.addAndGet(time.toNanos());
        var before = sends.get();
        sends.set(new Sends(
                before.acknowledgedCount() + acknowledged, before.failedCount() + failed, inFlight, p99Micros));
        alerts.look(List.of(thresholds), looks);
    }

    private double value(AlertRule rule) {
        return alerts.states().stream()
                .filter(state -> state.rule() == rule)
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void measuresTheTimeSinceTheLastLook() {
        after(Duration.ofSeconds(10), 4_000, 40, 9_999);

        assertThat(value(AlertRule.THROUGHPUT)).isEqualTo(400);
        assertThat(value(AlertRule.ERROR_RATE)).isEqualTo(4_000.0 / 4_040);
        assertThat(value(AlertRule.LATENCY)).isEqualTo(9_999);
        assertThat(alerts.isRaised(AlertRule.THROUGHPUT, "default")).isTrue();
        assertThat(alerts.raisedCount()).isZero();

        after(Duration.ofSeconds(2), 2_000, 0, 10_001);

        assertThat(value(AlertRule.THROUGHPUT)).isEqualTo(1_000);
        assertThat(value(AlertRule.ERROR_RATE)).isZero();
        assertThat(alerts.isRaised(AlertRule.THROUGHPUT, "default")).isFalse();
        assertThat(alerts.isRaised(AlertRule.LATENCY, "default")).isTrue();
    }

    /** A sender that waits for each answer sends nothing while the cluster is out of reach. */
    @Test
    void raisesTheErrorRateOfSendsThatFailMoreSeldomThanItLooks() {
        for (int i = 0; i < 2; i++) {
            after(Duration.ofSeconds(10), 0, 1, 0, 0, 3);
            after(Duration.ofSeconds(10), 0, 0, 1, 0, 3);
            after(Duration.ofSeconds(10), 0, 0, 0, 0, 3);
        }
        assertThat(alerts.isRaised(AlertRule.ERROR_RATE, "default")).isFalse();

        after(Duration.ofSeconds(10), 0, 1, 0, 0, 3);

        assertThat(alerts.isRaised(AlertRule.ERROR_RATE, "default")).isTrue();
    }

    @Test
    void clearsNoLatencyWhileNothingIsAcknowledged() {
        after(Duration.ofSeconds(10), 100, 0, 10_001);

        for (int i = 0; i < 100; i++) {
            after(Duration.ofSeconds(10), 0, 1, 0);
        }

        assertThat(alerts.isRaised(AlertRule.LATENCY, "default")).isTrue();
        assertThat(value(AlertRule.LATENCY)).isEqualTo(10_001);

        after(Duration.ofSeconds(10), 100, 0, 7_999);

        assertThat(alerts.isRaised(AlertRule.LATENCY, "default")).isFalse();
    }

    @Test
    void clearsWhatWasRaisedOfAConnectionThatIsNotUsedForTenMinutes() {
        after(Duration.ofSeconds(10), 1, 100, 10_001);
        after(Duration.ofMinutes(20), 0, 0, 1, 0, 1);
        assertThat(alerts.raisedCount()).as("a send is under way").isEqualTo(2);

        after(Duration.ofSeconds(599), 0, 0, 0);
        assertThat(alerts.raisedCount()).isEqualTo(2);
        assertThat(value(AlertRule.ERROR_RATE)).isEqualTo(10_000.0 / 101);

        after(Duration.ofSeconds(1), 0, 0, 0);

        assertThat(alerts.raisedCount()).isZero();
        assertThat(value(AlertRule.ERROR_RATE)).isZero();
        assertThat(value(AlertRule.LATENCY)).isZero();
    }

    @Test
    void saysWhatItsThresholdsAreInTheUnitOfTheValue() {
        after(Duration.ofSeconds(10), 1, 0, 0);

        assertThat(alerts.states())
                .extracting(AlertState::threshold)
                .containsExactly((double) TimeUnit.MILLISECONDS.toMicros(10), 500.0, 1.0);
    }

    @Test
    void heedsAThresholdBelowAMillisecond() {
        var low = new MonitoringSettings(
                Duration.ofSeconds(10), 1, Duration.ofNanos(500_000), 0, 0, 0, 0, List.of(), "", Duration.ofSeconds(1));
        sends.set(new Sends(1, 0, 0, 501));

        alerts.look(List.of(new ConnectionThresholds("default", sends::get, () -> low, clock::get)), 1);

        assertThat(alerts.isRaised(AlertRule.LATENCY, "default")).isTrue();
    }
}
