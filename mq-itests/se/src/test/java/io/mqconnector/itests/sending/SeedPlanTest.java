// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedPlanTest {
    @Test
    void isDecidedByItsSeed() {
        var all = EnumSet.allOf(Feature.class);

        assertThat(SeedPlan.of(42, all)).isEqualTo(SeedPlan.of(42, all)).isNotEqualTo(SeedPlan.of(50, all));
    }

    @Test
    void eightSeedsInARowHaveAllThemes() {
        assertThat(LongStream.range(100, 108)
                        .mapToObj(seed -> SeedPlan.of(seed, Set.of()).theme()))
                .containsExactlyInAnyOrder(Theme.values());
    }

    @Test
    void everyThemeComesWithRetriesAndWithoutThem() {
        var all = EnumSet.allOf(Feature.class);

        LongStream.range(0, 8)
                .forEach(seed -> assertThat(SeedPlan.of(seed, all).isRetrying())
                        .isNotEqualTo(
                                SeedPlan.of(seed + Theme.values().length, all).isRetrying()));
    }

    @Test
    void doesNothingThatIsLeftOut() {
        LongStream.range(0, 64)
                .mapToObj(seed -> SeedPlan.of(seed, EnumSet.of(Feature.RESIZES)))
                .forEach(plan -> {
                    assertThat(plan.moves()).extracting(Move::step).allMatch(Step.RESIZE::equals);
                    assertThat(plan.isRetrying()
                                    || plan.hasBatches()
                                    || plan.hasChains()
                                    || plan.hasKeyless()
                                    || plan.hasPartitions())
                            .isFalse();
                });
    }
}
