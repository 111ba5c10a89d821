// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PercentileTest {
    @Test
    void isTheTimeThatSoManyDoNotExceed() {
        var nanos = new Histogram(3);
        for (int micros = 1; micros <= 1_000; micros++) {
            nanos.recordValue(TimeUnit.MICROSECONDS.toNanos(micros));
        }

        assertThat(Percentile.of(nanos, 50, TimeUnit.MICROSECONDS)).isCloseTo(500, within(0.5));
        assertThat(Percentile.of(nanos, 99, TimeUnit.MICROSECONDS)).isCloseTo(990, within(1.0));
        assertThat(Percentile.of(nanos, 100, TimeUnit.MILLISECONDS)).isCloseTo(1, within(0.001));
    }

    @Test
    void aFewSlowOnesAreAboveTheP99OrNot() {
        var nanos = new Histogram(3);
        nanos.recordValueWithCount(TimeUnit.MILLISECONDS.toNanos(1), 990);
        nanos.recordValueWithCount(TimeUnit.MILLISECONDS.toNanos(20), 10);

        assertThat(Percentile.of(nanos, 99, TimeUnit.MILLISECONDS)).isCloseTo(1, within(0.01));
        assertThat(Percentile.of(nanos, 99.1, TimeUnit.MILLISECONDS)).isCloseTo(20, within(0.1));
    }
}
