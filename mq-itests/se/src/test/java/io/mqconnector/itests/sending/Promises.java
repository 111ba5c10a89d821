// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.itests.model.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a plan, and a run over all themes, must have exercised to be worth anything. Without state. */
final class Promises {
    /** By a plan, whatever befalls it. */
    private static final int LEAST_SENDS = 500;

    private Promises() {}

    /** Which of a plan's promises its world has not kept. */
    static List<String> broken(SeedPlan plan, Counts<Count> counts) {
        var broken = new ArrayList<String>();
        counts.require(Count.SENDS, LEAST_SENDS, broken);
        counts.require(Count.CHAINED, plan.hasChains() ? LEAST_SENDS / 10 : 0, broken);
        // as of what follows, half may fall into what is left of a fault
        counts.require(Count.ROTATIONS, (plan.times(Step.ROTATE) + plan.times(Step.ROTATE_ALL)) / 2, broken);
        counts.require(Count.RESIZES, plan.times(Step.RESIZE) / 2, broken);
        counts.require(Count.CHANGES, plan.times(Step.CHANGE) / 2, broken);
        counts.require(Count.DEATHS, (plan.times(Step.DEATH) + plan.times(Step.THREAD_DEATH)) / 2, broken);
        counts.require(Count.BROKER_RESTARTS, plan.times(Step.RESTART), broken);
        counts.require(Count.FREEZES, plan.times(Step.FREEZE) + plan.times(Step.HICCUP) + plan.times(Step.JAM), broken);
        counts.require(Count.CUTS, plan.times(Step.CUT) + plan.times(Step.BLACK_HOLE), broken);
        counts.require(Count.SLOWS, plan.times(Step.SLOW), broken);
        counts.require(Count.REFUSALS, plan.times(Step.REFUSAL), broken);
        counts.require(Count.UNKNOWN, plan.hasUnknown() ? 1 : 0, broken);
        return broken;
    }

    /** What a run over all themes, leaving nothing out, lacks. */
    static List<String> brokenOverall(Counts<Count> totals) {
        var least = Map.ofEntries(
                Map.entry(Count.SENDS, 20_000L),
                Map.entry(Count.CHAINED, 1_000L),
                Map.entry(Count.BATCHES, 500L),
                Map.entry(Count.UNKNOWN, 100L),
                Map.entry(Count.ROTATIONS, 60L),
                Map.entry(Count.BY_REQUEST, 20L),
                Map.entry(Count.BY_RESIZE, 5L),
                Map.entry(Count.BY_CONFIGURATION, 3L),
                Map.entry(Count.BY_DEATH, 2L),
                Map.entry(Count.BROKER_RESTARTS, 2L),
                Map.entry(Count.FREEZES, 4L),
                Map.entry(Count.CUTS, 5L),
                Map.entry(Count.SLOWS, 3L));
        var broken = new ArrayList<String>();
        least.forEach((count, minimum) -> totals.require(count, minimum, broken));
        return broken;
    }
}
