// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static Backoff backoff(double jitter, double random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, jitter, () -> random);
    }

    @Test
    void doublesUpToItsMaximum() {
        var backoff = backoff(0, 0.5);

        assertThat(backoff.nanos(1)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(backoff.nanos(2)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(backoff.nanos(6)).isEqualTo(TimeUnit.SECONDS.toNanos(32));
        assertThat(backoff.nanos(7)).isEqualTo(TimeUnit.SECONDS.toNanos(60));
        assertThat(backoff.nanos(Integer.MAX_VALUE)).isEqualTo(TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    void variesByItsJitterEitherWay() {
        assertThat(backoff(0.2, 0).nanos(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(800));
        assertThat(backoff(0.2, 0.999_999).nanos(1))
                .isBetween(TimeUnit.MILLISECONDS.toNanos(1_199), TimeUnit.MILLISECONDS.toNanos(1_200));
    }
}
