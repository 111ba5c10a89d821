// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.itests.model.QuietLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the test of changes finds what it is there to find: a connector with one defect after another. */
@Timeout(600)
@OnlyInCi
class ChangeDefectsIT {
    private static final long SEED = 3;
    private static final int CHANGES = 12;
    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final int RATE = 2_000;
    private static final ChangeWorld WORLD = new ChangeWorld();
    private static final QuietLogs LOGS = new QuietLogs("mq.changes.log");

    @TempDir
    static Path directory;

    @AfterAll
    static void close() {
        WORLD.close();
        LOGS.close();
    }

    @Test
    void passesAConnectorWithoutADefect() {
        assertThat(violations(Defect.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsTheDefect(Defect defect) {
        assertThat(violations(defect)).anyMatch(violation -> violation.startsWith(defect.complaint()));
    }

    /** Small: a few changes of the kind with which it shows. */
    private static List<String> violations(Defect defect) {
        var plan = new ChangePlan(
                SEED + List.of(Defect.values()).indexOf(defect),
                CHANGES,
                LIMIT,
                RATE,
                List.of(new Step(defect.kind(), Step.Stir.NONE)));
        return ChangeRun.run(plan, WORLD, directory, (file, settings) -> new FaultyConnector(defect, file, settings))
                .violations();
    }
}
