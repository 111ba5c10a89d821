// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void dueTimesAreEquallySpaced() {
        var pace = new Pace(7, 2_000);

        assertThat(pace.dueNanos(0)).isEqualTo(7);
        assertThat(pace.dueNanos(1)).isEqualTo(7 + 500_000);
        assertThat(pace.dueNanos(2_000)).isEqualTo(7 + SECOND);
    }

    @Test
    void aRateThatDoesNotDivideTheSecondDoesNotDrift() {
        var pace = new Pace(0, 3);

        assertThat(pace.dueNanos(1)).isEqualTo(333_333_333);
        assertThat(pace.dueNanos(2)).isEqualTo(666_666_666);
        assertThat(pace.dueNanos(3)).isEqualTo(SECOND);
        assertThat(pace.dueNanos(3_000_001)).isEqualTo(1_000_000 * SECOND + 333_333_333);
    }

    @Test
    void largeNumbersDoNotOverflow() {
        var pace = new Pace(0, 1_000_000);

        assertThat(pace.dueNanos(100_000_000_000L)).isEqualTo(100_000 * SECOND);
    }

    @Test
    void whatIsLateIsDueAtOnceAndKeepsItsDueTime() throws Exception {
        long start = System.nanoTime() - SECOND;
        var pace = new Pace(start, 10);

        assertThat(pace.await(5, () -> false)).isEqualTo(start + SECOND / 2);
    }

    @Test
    void waitsUntilItIsDue() throws Exception {
        long start = System.nanoTime();
        var pace = new Pace(start, 100);

        pace.await(1, () -> false);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SECOND / 100);
    }

    @Test
    void doesNotWaitWhenNobodyWantsMore() throws Exception {
        var pace = new Pace(System.nanoTime(), 1);

        assertThat(pace.await(3_600, () -> true)).isGreaterThan(System.nanoTime());
    }

    @Test
    void anInterruptEndsTheWait() {
        var pace = new Pace(System.nanoTime(), 1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pace.await(3_600, () -> false)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aRateOfZeroIsNoPace() {
        assertThatThrownBy(() -> new Pace(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
