// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int START = Integer.MAX_VALUE - 5; // the clock passes its end meanwhile
    private static final int SECOND = Ticks.of(1_000_000_000L);

    private final Sampling sampling = new Sampling(START);
    private long ticket;
    private double tick = START;
    private long timed;
    private long stoodFor;

    /** Messages at that rate, for so long. */
    private void send(int perSecond, double seconds) {
        long count = Math.round(perSecond * seconds);
        for (long i = 0; i < count; i++) {
            tick += (double) SECOND / perSecond;
            if (sampling.isTimed(ticket++)) {
                timed++;
                stoodFor += sampling.acknowledged((int) (long) tick & Integer.MAX_VALUE);
            }
        }
    }

    private void forget() {
        timed = 0;
        stoodFor = 0;
    }

    @Test
    void timesEachOfFew() {
        send(900, 10);

        assertThat(timed).isEqualTo(9_000);
        assertThat(stoodFor).isEqualTo(9_000);
    }

    @Test
    void timesOneInSixtyFourOfVeryMany() {
        send(1_000_000, 1);
        forget();

        send(1_000_000, 1);

        assertThat(timed).isBetween(15_600L, 15_650L);
        assertThat(stoodFor).isBetween(999_000L, 1_001_000L);
    }

    @Test
    void timesBetween250And4100ASecondOfWhateverItCan() {
        for (int perSecond = 250; perSecond <= 260_000; perSecond *= 2) {
            send(perSecond, 10);
            forget();

            send(perSecond, 10);

            assertThat(timed / 10).as("of %s a second", perSecond).isBetween(250L, 4_200L);
            assertThat(stoodFor).as("of %s a second", perSecond).isBetween((long) (perSecond * 9.9), (long)
                    (perSecond * 10.1));
        }
    }

    @Test
    void timesEachAgainWhenThereAreFewAgain() {
        send(1_000_000, 1);
        send(200, 60);
        forget();

        send(200, 10);

        assertThat(timed).isEqualTo(2_000);
        assertThat(stoodFor).isEqualTo(2_000);
    }

    @Test
    void tellsAMinuteWithFewAndManyByWhatMostMessagesSaw() {
        send(100, 30);
        send(100_000, 30);

        assertThat(stoodFor).isBetween(2_970_000L, 3_040_000L);
    }

    @Test
    void aSampleIsTheSameTime() {
        int now = Ticks.now();

        assertThat(now).isPositive();
        assertThat(Ticks.isSample(now)).isFalse();
        assertThat(Ticks.isSample(Ticks.sample(now))).isTrue();
        assertThat(Ticks.between(Ticks.sample(now), Ticks.sample(now))).isZero();
        assertThat(Ticks.microsBetween(Ticks.sample(START), (int) ((START + 1_000_000L) & Integer.MAX_VALUE)))
                .isEqualTo(1_024_000);
    }
}
