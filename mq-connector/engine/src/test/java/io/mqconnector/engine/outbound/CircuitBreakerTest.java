// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(
            new CircuitBreaker.Settings(3, Duration.ofSeconds(30), 2), now::get, new AtomicInteger());

    private void open() {
        for (int i = 0; i < 3; i++) {
            breaker.failed(MqErrorCode.TIMED_OUT);
        }
    }

    private void halfOpen() {
        open();
        now.addAndGet(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void opensAfterSoManyFailuresInARow() {
        breaker.failed(MqErrorCode.TIMED_OUT);
        breaker.failed(MqErrorCode.CONNECTION_FAILED);
        breaker.succeeded();
        breaker.failed(MqErrorCode.TIMED_OUT);
        breaker.failed(MqErrorCode.TIMED_OUT);
        assertThat(breaker.permits()).isTrue();

        breaker.failed(MqErrorCode.NOT_ENOUGH_REPLICAS);

        assertThat(breaker.permits()).isFalse();
        assertThat(breaker.view().state()).isEqualTo("OPEN");
        assertThat(breaker.view().remainingMillis()).isEqualTo(30_000);
        assertThat(breaker.refusal()).contains("30000 ms").contains("mq.breaker.failure-threshold (3)");
    }

    @Test
    void doesNotCountWhatIsNotTheClusters() {
        for (int i = 0; i < 10; i++) {
            breaker.failed(MqErrorCode.MESSAGE_TOO_LARGE);
            breaker.failed(MqErrorCode.CIRCUIT_OPEN);
            breaker.failed(MqErrorCode.BUFFER_FULL);
        }

        assertThat(breaker.view()).isEqualTo(new CircuitBreaker.View("CLOSED", 0, 0, 0));
    }

    @Test
    void letsTrialsThroughAfterAWhileAndClosesWhenAllSucceed() {
        halfOpen();

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.view().state()).isEqualTo("HALF_OPEN");
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
        breaker.succeeded();
        assertThat(breaker.view().state()).isEqualTo("HALF_OPEN");
        breaker.succeeded();

        assertThat(breaker.view().state()).isEqualTo("CLOSED");
        assertThat(breaker.permits()).isTrue();
    }

    /** Nobody may send anything for hours. */
    @Test
    void saysThatTheNextSendPassesBeforeThereIsOne() {
        open();
        now.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        assertThat(breaker.view().state()).isEqualTo("OPEN");

        now.incrementAndGet();

        assertThat(breaker.view()).isEqualTo(new CircuitBreaker.View("HALF_OPEN", 0, 0, 1));
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void opensAgainWhenATrialFails() {
        halfOpen();
        assertThat(breaker.permits()).isTrue();

        breaker.failed(MqErrorCode.CONNECTION_FAILED);

        assertThat(breaker.permits()).isFalse();
        assertThat(breaker.view().openedCount()).isEqualTo(2);
    }

    @Test
    void givesATrialThatSaysNothingToAnother() {
        halfOpen();
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isTrue();

        breaker.failed(MqErrorCode.MESSAGE_TOO_LARGE);

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
    }

    @Test
    void goesByOtherSettingsAtOnce() {
        open();

        breaker.settings(new CircuitBreaker.Settings(1, Duration.ofSeconds(1), 1));
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(breaker.permits()).isTrue();
        breaker.succeeded();
        breaker.failed(MqErrorCode.TIMED_OUT);
        assertThat(breaker.permits()).isFalse();
    }

    @Test
    void isClosedByHand() {
        open();

        breaker.reset();

        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new CircuitBreaker.Settings(0, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failureThreshold 0");
    }
}
