// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.model.Counts;
import io.mqconnector.itests.model.QuietLogs;
import io.mqconnector.itests.model.SeedRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sending held against a model: random schedules of sends beside rotations, resizes, changes, deaths, and a broker that
 * goes away, stands still or is hard to reach. A stress test: each seed decides its plan, the moments are the scheduler's.
 *
 * <p>{@code -Dmq.send.model.seed=N} runs that seed alone, {@code -Dmq.send.model.seeds=K} the first so many (from
 * {@code -Dmq.send.model.first}), {@code -Dmq.send.model.minutes=M} as many as there is time for; {@link Feature} narrows
 * down what they do.
 */
class SendingModelIT {
    /** Rotations, and resizes. */
    private static final List<Long> SHORT = List.of(0L, 2L);

    private static final int CI_SEEDS = 20;
    private static final Duration CI_TIME = Duration.ofMinutes(3);
    private static final int THEMES = Theme.values().length;

    private static final QuietLogs LOGS = new QuietLogs("mq.send.model.log");

    @AfterAll
    static void loud() {
        LOGS.close();
    }

    @Test
    @Timeout(
            value = 1,
            unit = TimeUnit.DAYS) // a run may be as long as somebody wants; each wait in it has its own limit
    void losesNothingRepeatsNothingAndKeepsTheOrderOfEachKey() {
        var range = SeedRange.of("mq.send.model", SHORT, SeedRange.first(CI_SEEDS, CI_TIME, THEMES));
        var features = Feature.configured();
        var totals = new Counts<>(Count.class);
        var failed = new ArrayList<String>();
        int seeds = 0;
        long start = System.nanoTime();
        try (var broker = new ModelBroker()) {
            while (range.seeds().hasNext() && range.isWanted(seeds, System.nanoTime() - start)) {
                var result = SeedRun.run(SeedPlan.of(range.seeds().next(), features), broker, ConnectorSubject::new);
                say(result.describe());
                totals.add(result.counts());
                seeds++;
                if (!result.violations().isEmpty()) {
                    failed.add(result.describe());
                }
            }
        }
        say("model: " + seeds + " seeds in " + (System.nanoTime() - start) / 1_000_000_000 + " s: " + totals);

        assertThat(failed).isEmpty();
        assertThat(seeds).isGreaterThanOrEqualTo(range.least());
        if (seeds >= THEMES && features.equals(EnumSet.allOf(Feature.class))) {
            assertThat(Promises.brokenOverall(totals)).isEmpty();
        }
    }

    @SuppressWarnings("SystemOut") // what a run has done is worth reading also when it is well
    private static void say(String line) {
        System.out.println(line);
    }
}
