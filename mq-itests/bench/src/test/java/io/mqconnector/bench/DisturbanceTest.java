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
        assertThat(Disturbance.text(OptionalDouble.of(0.034), 2, 0))
                .isEqualTo("other programs took 3.4 % of the machine meanwhile; 2 runs repeated where it was more than"
                        + " 10 %");
        assertThat(Disturbance.text(OptionalDouble.of(0.26), 8, 3)).endsWith("; DISTURBED: 3 such runs count");
        assertThat(Disturbance.text(OptionalDouble.empty(), 0, 0)).contains("not known");
    }
}
