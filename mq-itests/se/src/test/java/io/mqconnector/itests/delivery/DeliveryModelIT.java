// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.model.Counts;
import io.mqconnector.itests.model.SeedRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Delivery held against a model: random worlds of members that come, go, fail and are killed, whose every event is written
 * down and checked. A stress test: each seed decides its plan, the moments are the scheduler's.
 *
 * <p>{@code -Dmq.model.seed=N} runs that seed alone, {@code -Dmq.model.seeds=K} the first so many (from
 * {@code -Dmq.model.first}), {@code -Dmq.model.minutes=M} as many as there is time for; {@link Feature} narrows down what
 * they ask of the connector.
 */
class DeliveryModelIT {
    /** Loss under kill, an operator's hands; more take too long for a plain build. */
    private static final List<Long> SHORT = List.of(1L, 6L);

    private static final int CI_SEEDS = 20;
    private static final Duration CI_TIME = Duration.ofMinutes(4);
    private static final int THEMES = Theme.values().length;

    /** Planned failures by the thousand; {@code -Dmq.model.log=true} shows them. */
    private static final Logger CONNECTOR = Logger.getLogger("io.mqconnector.engine");

    @BeforeAll
    static void quiet() {
        if (!Boolean.getBoolean("mq.model.log")) {
            CONNECTOR.setLevel(Level.OFF);
        }
    }

    @AfterAll
    static void loud() {
        CONNECTOR.setLevel(null);
    }

    @Test
    @Timeout(
            value = 1,
            unit = TimeUnit.DAYS) // a run may be as long as somebody wants; each wait in it has its own limit
    void losesNothingReordersNothingAndRepeatsNothingWithoutACause() {
        var range = SeedRange.of("mq.model", SHORT, SeedRange.first(CI_SEEDS, CI_TIME, THEMES));
        var features = Feature.configured();
        var totals = new Counts<>(Count.class);
        var failed = new ArrayList<String>();
        int seeds = 0;
        long start = System.nanoTime();
        try (var brokers = new ModelBrokers()) {
            while (range.seeds().hasNext() && range.isWanted(seeds, System.nanoTime() - start)) {
                var result = SeedRun.run(SeedPlan.of(range.seeds().next(), features), features, brokers);
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
        if (seeds >= THEMES && System.getProperty("mq.model.first") == null) {
            assertThat(Promises.brokenOverall(features, totals)).isEmpty();
        }
    }

    @SuppressWarnings("SystemOut") // what a run has done is worth reading also when it is well
    private static void say(String line) {
        System.out.println(line);
    }
}
