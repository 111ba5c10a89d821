// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Measure MILLIS = Measure.millis("retry");

    @Test
    void comparesWithTheYardstickOfTheSameRound() {
        var bar = Bar.atLeast(MILLIS, "mq", 1.3, "raw");

        assertThat(bar.text()).isEqualTo(">= 1.3 x raw");
        assertThat(bar.judge(new double[] {2, 9, 4}, new double[] {2, 3, 2}))
                .isEqualTo(new Verdict(bar, new Spread(2, 1, 3), true));
        assertThat(bar.judge(new double[] {1}, new double[] {1}).word()).isEqualTo("not met");
    }

    @Test
    void comparesWithTheYardstickFromAboveToo() {
        var bar = Bar.atMostTimes(MILLIS, "mq", 1.05, "raw");

        assertThat(bar.text()).isEqualTo("<= 1.05 x raw");
        assertThat(bar.judge(new double[] {2, 9, 4.2}, new double[] {2, 3, 4}))
                .isEqualTo(new Verdict(bar, new Spread(1.05, 1, 3), true));
        assertThat(bar.judge(new double[] {10.6}, new double[] {10}).isMet()).isFalse();
    }

    @Test
    void isNotMetByWhatWasNotMeasured() {
        double[] unknown = {Double.NaN};
        double[] known = {1};

        assertThat(Bar.atMost(MILLIS, "mq", 60).judge(unknown, unknown).isMet()).isFalse();
        assertThat(Bar.atLeast(MILLIS, "mq", 1, "raw").judge(unknown, known).isMet())
                .isFalse();
        assertThat(Bar.atMostBeyond(MILLIS, "mq", 1, "raw")
                        .judge(known, unknown)
                        .isMet())
                .isFalse();
    }

    @Test
    void comparesTheValueWithALimit() {
        var bar = Bar.atMost(MILLIS, "mq", 60);

        assertThat(bar.text()).isEqualTo("<= 60 ms");
        assertThat(bar.judge(new double[] {60}, new double[] {60}).isMet()).isTrue();
        assertThat(bar.judge(new double[] {61}, new double[] {61}).isMet()).isFalse();
    }

    @Test
    void comparesWhatIsBeyondTheYardstick() {
        var bar = Bar.atMostBeyond(MILLIS, "mq", 32, "raw");

        assertThat(bar.text()).isEqualTo("<= raw + 32 ms");
        assertThat(bar.judge(new double[] {40, 50}, new double[] {10, 16}))
                .isEqualTo(new Verdict(bar, new Spread(32, 30, 34), true));
    }

    @Test
    void comparesTheSlowestRunWithTheMedian() {
        var bar = Bar.slowestAtLeast(MILLIS, "mq", 1 / 3.0);

        assertThat(bar.text()).isEqualTo("slowest run >= 0.333 x median");
        assertThat(bar.judge(new double[] {8, 2, 9}, new double[] {8, 2, 9}))
                .isEqualTo(new Verdict(bar, new Spread(0.25, 0.25, 0.25), false));
    }

    @Test
    void isForAContenderThatTakesPart() {
        var bar = Bar.atLeast(FakeContender.MEASURE, "mq", 1, "raw");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeContender.workload(List.of(bar), 1, new FakeContender("mq", List.of())))
                .withMessageContaining("no such measure or contender");
    }
}
