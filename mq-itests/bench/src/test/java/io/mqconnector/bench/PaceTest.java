// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int PER_SECOND = 1_000;
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final List<Long> due = new ArrayList<>();

    @Test
    void nothingBeginsBeforeItIsDue() {
        Pace.run(20, PER_SECOND, (number, dueNanos) -> {
            assertThat(System.nanoTime() - dueNanos).isNotNegative();
            due.add(dueNanos);
        });

        assertEvenlySpaced(20);
    }

    @Test
    void aSlowStepDelaysTheNextButNotWhenTheyAreDue() {
        long longest = 10 * SPACING_NANOS;
        var late = new ArrayList<Long>();

        Pace.run(5, PER_SECOND, (number, dueNanos) -> {
            late.add(System.nanoTime() - dueNanos);
            due.add(dueNanos);
            for (long end = System.nanoTime() + longest; number == 0 && System.nanoTime() - end < 0; ) {
                LockSupport.parkNanos(longest);
            }
        });

        assertEvenlySpaced(5);
        for (int number = 1; number < 5; number++) {
            assertThat(late.get(number)).isGreaterThanOrEqualTo(longest - number * SPACING_NANOS);
        }
    }

    private void assertEvenlySpaced(int count) {
        assertThat(due).hasSize(count);
        for (int i = 1; i < count; i++) {
            assertThat(due.get(i) - due.get(0)).isEqualTo(i * SPACING_NANOS);
        }
    }
}
