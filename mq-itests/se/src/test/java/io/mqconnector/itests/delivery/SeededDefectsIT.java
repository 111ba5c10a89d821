// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.OnlyInCi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the model's harness finds what it is there to find: a stand-in for the connector with one defect after another. */
@OnlyInCi
@Timeout(300)
class SeededDefectsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ModelBrokers BROKERS = new ModelBrokers();

    /** A small world: no steps, one member, some slow records, some that fail and some that always do. */
    private static final SeedPlan PLAN = new SeedPlan(
            7,
            Theme.POISON,
            List.of(),
            1_500,
            2,
            50,
            false,
            true,
            SeedPlan.Log.PLAIN,
            true,
            Order.PARTITION,
            Form.RECORD,
            Policy.DEAD_LETTER,
            "classic",
            false,
            false,
            1,
            0,
            1,
            1,
            1_000,
            1_000,
            1_000,
            3,
            0,
            1_000,
            new SeedPlan.Rates(1_000, 300, 50, 0, 60, 0));

    @AfterAll
    static void close() {
        BROKERS.close();
    }

    @Test
    void passesAStandInWithoutADefect() {
        assertThat(violations(Defect.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsTheDefect(Defect defect) {
        assertThat(violations(defect)).anyMatch(violation -> violation.startsWith(defect.complaint()));
    }

    private static List<String> violations(Defect defect) {
        var journal = new MemoryJournal();
        try (var world = new World(PLAN, BROKERS);
                var sampler = new CommitSampler(world.target());
                var load = new LoadProducer(world.target(), PLAN)) {
            load.allow(PLAN.recordCount());
            try (var member = new StandInMember(world.target(), PLAN, defect, journal)) {
                assertThat(Deadline.in(PATIENCE).await(() -> {
                            member.look();
                            return load.isFinished() && sampler.committed().equals(world.ends());
                        }))
                        .as("quiet: %s", sampler.committed())
                        .isTrue();
            }
            var afterQuiet = sampler.committed();
            var history = Histories.read(
                    world, PLAN, EnumSet.allOf(Feature.class), sampler, journal.events(), journal.causes(), afterQuiet);
            var violations = new ArrayList<String>();
            Check.ALL.forEach(check -> violations.addAll(check.violations(history)));
            return violations;
        }
    }
}
