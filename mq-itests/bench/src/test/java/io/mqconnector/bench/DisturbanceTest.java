// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    @Test
    void countsEverythingButIdlingAndWaitingForDisks() {
        var ticks = Disturbance.Ticks.of("cpu  100 1 20 5000 300 0 7 2 50 0");

        assertThat(ticks).isEqualTo(new Disturbance.Ticks(130, 5430));
    }

    @Test
    void aBusyMachineIsNamed() {
        assertThat(Disturbance.text(OptionalDouble.of(0.034)))
                .isEqualTo("other programs took 3.4 % of the machine meanwhile");
        assertThat(Disturbance.text(OptionalDouble.of(0.26)))
                .endsWith("26.0 % of the machine meanwhile: DISTURBED, measure again");
        assertThat(Disturbance.text(OptionalDouble.empty())).contains("not known");
    }
}
