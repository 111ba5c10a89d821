// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** What a plan, and a run over all themes, must have exercised to be worth anything. Without state. */
final class Promises {
    private Promises() {}

    /** Which of a plan's promises its world has not kept. */
    static List<String> broken(SeedPlan plan, Set<Feature> features, Counts counts) {
        var broken = new ArrayList<String>();
        require(counts, Count.KILLS, times(plan, Step.KILL), broken);
        require(counts, Count.FREEZES, times(plan, Step.FREEZE), broken);
        require(counts, Count.JOINS, times(plan, Step.JOIN), broken);
        require(counts, Count.LEAVES, times(plan, Step.LEAVE), broken);
        require(counts, Count.PAUSES, times(plan, Step.PAUSE), broken);
        require(counts, Count.GROWTHS, times(plan, Step.GROW), broken);
        require(counts, Count.RESTARTS, times(plan, Step.RESTART), broken);
        // one may fall into a rebalance
        require(counts, Count.SEEKS, times(plan, Step.SEEK) / 2, broken);
        require(
                counts,
                Count.BROKER_RESTARTS,
                times(plan, Step.BROKER_RESTART) + times(plan, Step.BROKER_KILL),
                broken);
        if (plan.log() == SeedPlan.Log.COMPACTED) {
            return broken; // which records were there to be delivered is not known
        }
        var behaviour = new Behaviour(plan);
        require(counts, Count.RETRIES, plan.rates().exception() > 0 ? 1 : 0, broken);
        if (plan.policy() == Policy.DEAD_LETTER && plan.log() == SeedPlan.Log.PLAIN) {
            require(
                    counts,
                    Count.DEAD_LETTERS,
                    ids(plan).filter(behaviour::isPoison).count(),
                    broken);
        }
        if (plan.policy() == Policy.STOP && plan.log() == SeedPlan.Log.PLAIN && plan.childCount() == 0) {
            require(
                    counts,
                    Count.RESUMES,
                    ids(plan).filter(behaviour::isPoison).limit(1).count(),
                    broken);
        }
        if (plan.log() == SeedPlan.Log.PLAIN) {
            require(counts, Count.STOPS, Math.min(1, times(plan, behaviour, Behaviour.Action.STOP)), broken);
            require(counts, Count.TIMEOUTS, times(plan, behaviour, Behaviour.Action.BLOCK), broken);
        }
        return broken;
    }

    /** What a run over all themes lacks. */
    static List<String> brokenOverall(Set<Feature> features, Counts totals) {
        var least = Map.of(
                Count.REVOCATIONS, 20L,
                Count.RETRIES, 500L,
                Count.KILLS, 2L,
                Count.FREEZES, 2L,
                Count.BROKER_RESTARTS, 2L,
                Count.PAUSES, 2L,
                Count.GROWTHS, 1L);
        var broken = new ArrayList<String>();
        least.forEach((count, minimum) -> require(totals, count, minimum, broken));
        require(totals, Count.DEAD_LETTERS, features.contains(Feature.DEAD_LETTERS) ? 10 : 0, broken);
        require(totals, Count.SEEKS, features.contains(Feature.SEEKS) ? 1 : 0, broken);
        require(totals, Count.STOPS, features.contains(Feature.STOPS) ? 1 : 0, broken);
        require(totals, Count.TIMEOUTS, features.contains(Feature.TIMEOUTS) ? 3 : 0, broken);
        return broken;
    }

    private static long times(SeedPlan plan, Step step) {
        return plan.steps().stream().filter(step::equals).count();
    }

    private static long times(SeedPlan plan, Behaviour behaviour, Behaviour.Action action) {
        return ids(plan).filter(id -> behaviour.of(id, 1) == action).count();
    }

    private static LongStream ids(SeedPlan plan) {
        return LongStream.range(0, plan.recordCount());
    }

    private static void require(Counts counts, Count what, long least, List<String> broken) {
        if (counts.of(what) < least) {
            broken.add("promise: " + what + " " + counts.of(what) + ", not " + least);
        }
    }
}
