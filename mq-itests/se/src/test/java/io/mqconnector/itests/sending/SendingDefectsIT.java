// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.itests.model.QuietLogs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the model's harness finds what it is there to find: a stand-in for the connector with one defect after another. */
@Timeout(300)
@OnlyInCi
class SendingDefectsIT {
    private static final long SEED = 5;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMillis(1_500);
    private static final ModelBroker BROKER = new ModelBroker();

    private static final QuietLogs LOGS = new QuietLogs("mq.send.model.log");

    @AfterAll
    static void close() {
        BROKER.close();
        LOGS.close();
    }

    @Test
    void passesAStandInWithoutADefect() {
        assertThat(violations(Defect.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsTheDefect(Defect defect) {
        assertThat(violations(defect)).anyMatch(violation -> violation.matches("(?s)" + defect.complaint() + ".*"));
    }

    private static List<String> violations(Defect defect) {
        return SeedRun.run(
                        plan(defect.fault(), defect == Defect.HOLDS_SENDERS ? LONG : SHORT),
                        BROKER,
                        (plan, brokers, topic) -> new StandIn(plan, defect, brokers, topic))
                .violations();
    }

    /** Small: a few rotations, and all producers replaced under a fault. */
    private static SeedPlan plan(Step fault, Duration drainTimeout) {
        return new SeedPlan(
                SEED,
                Theme.ROTATIONS,
                List.of(
                        Move.of(Step.ROTATE),
                        new Move(fault, fault == Step.FREEZE ? null : Step.ROTATE_ALL),
                        Move.of(Step.RESIZE)),
                4,
                64,
                3,
                3,
                false,
                true,
                true,
                true,
                true,
                Duration.ofSeconds(1),
                drainTimeout);
    }
}
