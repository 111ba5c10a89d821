// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final Standstill.Gap GAP = new Standstill.Gap(10, 20);

    @Test
    void countsOfAGapWhatLiesWithinTheTimeAskedFor() {
        assertThat(GAP.nanosWithin(0, 30)).isEqualTo(10);
        assertThat(GAP.nanosWithin(15, 30)).isEqualTo(5);
        assertThat(GAP.nanosWithin(0, 12)).isEqualTo(2);
        assertThat(GAP.nanosWithin(12, 15)).isEqualTo(3);
        assertThat(GAP.nanosWithin(0, 10)).isZero();
        assertThat(GAP.nanosWithin(20, 30)).isZero();
    }
}
