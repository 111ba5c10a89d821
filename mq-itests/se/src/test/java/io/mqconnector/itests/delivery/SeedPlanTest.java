// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.model.Names;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedPlanTest {
    private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

    @Test
    void isTheSameInEveryProcess() {
        var features = Names.parse(Feature.class, Names.format(EnumSet.of(Feature.SEEKS, Feature.DEAD_LETTERS)));

        assertThat(SeedPlan.of(42, features))
                .isEqualTo(SeedPlan.of(42, EnumSet.of(Feature.DEAD_LETTERS, Feature.SEEKS)));
    }

    @Test
    void eightSeedsInARowHaveAllThemes() {
        assertThat(LongStream.range(100, 108)
                        .mapToObj(seed -> SeedPlan.of(seed, ALL).theme()))
                .containsExactlyInAnyOrder(Theme.values());
    }

    @Test
    void asksForNothingThatIsLeftOut() {
        LongStream.range(0, 64).mapToObj(seed -> SeedPlan.of(seed, Set.of())).forEach(plan -> {
            assertThat(plan.order()).isEqualTo(Order.PARTITION);
            assertThat(plan.form()).isEqualTo(Form.RECORD);
            assertThat(plan.policy()).isEqualTo(Policy.DEAD_LETTER);
            assertThat(plan.rates().poison()
                            + plan.rates().block()
                            + plan.rates().stop())
                    .isZero();
            assertThat(plan.steps()).doesNotContain(Step.SEEK, Step.RESTART);
            assertThat(plan.protocol()).isEqualTo("classic");
        });
    }

    @Test
    void noRecordButPoisonFailsInItsLastAttempt() {
        LongStream.range(0, 16).mapToObj(seed -> SeedPlan.of(seed, ALL)).forEach(plan -> {
            var behaviour = new Behaviour(plan);
            assertThat(IntStream.range(0, plan.recordCount())
                            .filter(id -> !behaviour.isPoison(id))
                            .mapToObj(id -> behaviour.of(id, plan.retryAttempts())))
                    .containsOnly(Behaviour.Action.OK, Behaviour.Action.SLOW);
        });
    }
}
