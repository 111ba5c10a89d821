// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Spread.of(5, 1, 100)).isEqualTo(new Spread(5, 1, 100));
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void leavesTheValuesInTheirOrder() {
        double[] values = {3, 1, 2};

        Spread.of(values);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void ratiosAreTakenWithinARound() {
        double[] ours = {10, 300, 50};
        double[] raw = {10, 100, 100};

        var ratios = Spread.ofRatios(ours, raw);

        // the medians alone would say 0.5
        assertThat(ratios).isEqualTo(new Spread(1, 0.5, 3));
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of());
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.ofRatios(new double[2], new double[3]));
    }
}
