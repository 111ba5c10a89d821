// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void isQuotableFromThreeWarmUpAndNineCountedRounds() {
        assertThat(new Plan(3, 9, 0).isQuotable()).isTrue();
        assertThat(new Plan(2, 9, 0).isQuotable()).isFalse();
        assertThat(new Plan(3, 8, 0).isQuotable()).isFalse();
    }

    @Test
    void isQuotableFromTwoMillionRecords() {
        assertThat(new Plan(3, 2, 1_000_000).isQuotable()).isTrue();
        assertThat(new Plan(3, 2, 999_999).isQuotable()).isFalse();
    }

    @Test
    void theQuickOneIsNot() {
        assertThat(Plan.QUICK.isQuotable()).isFalse();
    }

    @Test
    void takesTheWorkloadsOwnNumberUnlessToldAnother() {
        assertThat(new Plan(3, 9, 0).recordsOr(70)).isEqualTo(70);
        assertThat(new Plan(3, 9, 5).recordsOr(70)).isEqualTo(5);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Plan(-1, 9, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Plan(3, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Plan(3, 9, -1));
    }
}
