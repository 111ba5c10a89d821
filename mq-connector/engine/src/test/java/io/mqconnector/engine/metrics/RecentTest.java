// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));
    private final AtomicInteger taken = new AtomicInteger();
    private final Recent<Integer> recent = new Recent<>(taken::incrementAndGet, clock::get);

    @Test
    void takesOneSnapshotForAllWhoReadTogetherAndAnotherLater() {
        assertThat(recent.get()).isEqualTo(1);
        assertThat(recent.get()).isEqualTo(1);

        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(249));
        assertThat(recent.get()).isEqualTo(1);

        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(recent.get()).isEqualTo(2);
    }

    @Test
    void doesNotMindAClockThatRunsOver() {
        assertThat(recent.get()).isEqualTo(1);

        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(clock.get()).isNegative();
        assertThat(recent.get()).isEqualTo(2);
    }
}
