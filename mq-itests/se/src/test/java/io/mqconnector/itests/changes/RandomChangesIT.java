// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.itests.model.QuietLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration changes under load: by operators, by the file and by both at once, during rotations and rebalances; some
 * changes must be refused. A stress test: the seed decides what is changed to what, the moments are the scheduler's.
 *
 * <p>{@code -Dmq.changes.seed=N} is the seed, {@code -Dmq.changes.count=K} after how many changes it is enough,
 * {@code -Dmq.changes.seconds=S} after how long (everything has come once by then, or ten times as long has passed),
 * {@code -Dmq.changes.rate=R} how many messages a second.
 */
@OnlyInCi
class RandomChangesIT {
    private static final int CI_SECONDS = 60;
    private static final int RATE = 20_000;
    private static final Duration ENDLESS = Duration.ofDays(1);

    private static final QuietLogs LOGS = new QuietLogs("mq.changes.log");

    @TempDir
    static Path directory;

    @AfterAll
    static void loud() {
        LOGS.close();
    }

    @Test
    @Timeout(
            value = 1,
            unit = TimeUnit.DAYS) // a run may be as long as somebody wants; each wait in it has its own limit
    void areInForceInTimeOrNotAtAllAndLoseRepeatAndReorderNothing() {
        Integer count = Integer.getInteger("mq.changes.count");
        Integer seconds = Integer.getInteger("mq.changes.seconds", count == null ? CI_SECONDS : null);
        var plan = new ChangePlan(
                Long.getLong("mq.changes.seed", 1),
                count == null ? Integer.MAX_VALUE : count,
                seconds == null ? ENDLESS : Duration.ofSeconds(seconds),
                Integer.getInteger("mq.changes.rate", RATE),
                Step.DECK);

        ChangeResult result;
        try (var world = new ChangeWorld()) {
            result = ChangeRun.run(plan, world, directory, LiveConnector::new);
        }
        say(result.describe());

        assertThat(result.violations()).as(result.describe()).isEmpty();
        assertThat(result.fullDecks())
                .as("decks within ten times %s: the machine is too slow or busy", plan.limit())
                .isGreaterThanOrEqualTo(count == null ? 1 : 0);
        assertThat(lacking(plan, result)).as("exercised, %s", result.describe()).isEmpty();
    }

    /** What a run must have exercised to be worth anything, for each deck that it came to the end of. */
    private static List<String> lacking(ChangePlan plan, ChangeResult result) {
        var least = Map.ofEntries(
                Map.entry(ChangeCount.CHANGES, 20),
                Map.entry(ChangeCount.BY_JMX, 12),
                Map.entry(ChangeCount.BY_SOURCE, 10),
                Map.entry(ChangeCount.AT_ONCE, 6),
                Map.entry(ChangeCount.TWO_OPERATORS, 3),
                Map.entry(ChangeCount.RESETS, 2),
                Map.entry(ChangeCount.BROKERS, 1),
                Map.entry(ChangeCount.REFUSED_BY_JMX, 3),
                Map.entry(ChangeCount.REFUSED_BY_SOURCE, 1),
                Map.entry(ChangeCount.WRONG_BROKERS, 1),
                Map.entry(ChangeCount.ROTATIONS, 4),
                Map.entry(ChangeCount.REBALANCES, 4),
                Map.entry(ChangeCount.REPLACED, 10),
                Map.entry(ChangeCount.REVOKED, 4));
        var lacking = new ArrayList<String>();
        least.forEach((what, number) -> result.counts().require(what, (long) number * result.fullDecks(), lacking));
        // a quarter of what was asked for: a machine that is slow, or busy with other things, still shows the same
        // defects
        result.counts().require(ChangeCount.SENT, result.loadMillis() * plan.perSecond() / 4_000, lacking);
        result.counts().require(ChangeCount.DELIVERED, result.counts().of(ChangeCount.SENT), lacking);
        return lacking;
    }

    @SuppressWarnings("SystemOut") // what a run has done is worth reading also when it is well
    private static void say(String line) {
        System.out.println(line);
    }
}
