// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.monitoring.ScaleAdvice.Advice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleAdvisorTest {
    private static final int LOOKS = 2;

    private final ScaleAdvisor advisor = new ScaleAdvisor("g");
    private final List<Advice> told = new ArrayList<>();

    private void look(long lag, int partitions, int consumers, boolean isBehind) {
        var advice = advisor.look(new GroupLag("g", lag, partitions, consumers), isBehind, LOOKS);
        if (advice != null) {
            told.add(advice.advice());
        }
    }

    @Test
    void advisesMoreConsumersWhileThereArePartitionsForThem() {
        look(50_000, 8, 2, true);
        look(50_000, 8, 2, true);
        look(50_000, 8, 3, true);

        assertThat(told).containsExactly(Advice.ADD_CONSUMERS);
        assertThat(advisor.given().text())
                .isEqualTo(
                        "group g is 50000 records behind with 2 consumers on 8 partitions; up to 6 more consumers would"
                                + " help");
    }

    @Test
    void advisesAnotherThingWhenEachConsumerHasAPartition() {
        look(50_000, 8, 8, true);
        look(50_000, 8, 8, true);

        assertThat(told).containsExactly(Advice.ADD_PARTITIONS);
    }

    @Test
    void takesItsAdviceBackOnce() {
        look(50_000, 8, 2, true);
        look(50_000, 8, 2, true);

        look(1, 8, 2, false);
        look(1, 8, 2, false);
        look(1, 8, 2, false);

        assertThat(told).containsExactly(Advice.ADD_CONSUMERS, Advice.NONE);
    }

    @Test
    void saysNothingOfMembersThatComeAndGoInARebalance() {
        look(50_000, 8, 8, true);
        look(50_000, 8, 8, true);

        for (int i = 0; i < 100; i++) {
            look(50_000, 8, 7, true);
            look(50_000, 8, 8, true);
        }

        assertThat(told).containsExactly(Advice.ADD_PARTITIONS);
    }

    @Test
    void saysNothingOfAGroupThatIsNotKnownOrNotBehind() {
        look(-1, 0, 0, true);
        look(-1, 0, 0, true);
        look(0, 8, 2, false);
        look(0, 8, 2, false);

        assertThat(told).isEmpty();
        assertThat(advisor.given().advice()).isEqualTo(Advice.NONE);
    }
}
