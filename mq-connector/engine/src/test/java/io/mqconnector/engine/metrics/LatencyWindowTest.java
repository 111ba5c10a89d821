// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private final AtomicLong clock = new AtomicLong();
    private final LatencyWindow window = new LatencyWindow(clock::get);

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void isZeroWhenNothingWasTimed() {
        assertThat(window.snapshot(0)).isEqualTo(new LatencyWindow.Snapshot(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void addsUpItsWriters() {
        var one = window.writer();
        var other = window.writer();
        for (int i = 0; i < 99; i++) {
            one.recordMicros(100);
        }
        other.recordMicros(5_000);

        var snapshot = window.snapshot(100);

        assertThat(snapshot.timedCount()).isEqualTo(100);
        assertThat(snapshot.p50Micros()).isCloseTo(100, within(1L));
        assertThat(snapshot.maxMicros()).isCloseTo(5_000, within(50L));
    }

    @Test
    void forgetsAfterAMinute() {
        var writer = window.writer();
        writer.recordMicros(100);
        window.snapshot(1);
        pass(50);
        assertThat(window.snapshot(1).timedCount()).isEqualTo(1);

        pass(20);

        assertThat(window.snapshot(1).timedCount()).isZero();
    }

    @Test
    void forgetsWhenNobodyLookedForHours() {
        window.writer().recordMicros(100);
        window.snapshot(1);

        pass(7_200);

        assertThat(window.snapshot(1).timedCount()).isZero();
    }

    @Test
    void countsEventsThatWereNotTimedIntoTheRate() {
        pass(10);
        window.snapshot(500);
        pass(10);

        assertThat(window.snapshot(2_000).perSecond()).isCloseTo(100, within(0.5));
    }

    @Test
    void takesValuesOutOfRangeForTheNearestInRange() {
        var writer = window.writer();
        writer.recordMicros(-5);
        writer.recordMicros(Long.MAX_VALUE);

        assertThat(window.snapshot(2).timedCount()).isEqualTo(2);
    }
}
