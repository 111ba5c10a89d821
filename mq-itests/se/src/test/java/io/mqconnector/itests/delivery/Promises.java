// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** What a plan, and a run over all themes, must have exercised to be worth anything. Without state. */
final class Promises {
    private Promises() {}

    /** Which of a plan's promises its world has not kept. */
    static List<String> broken(SeedPlan plan, Set<Feature> features, Counts<Count> counts) {
        var broken = new ArrayList<String>();
        counts.require(Count.KILLS, times(plan, Step.KILL), broken);
        counts.require(Count.FREEZES, times(plan, Step.FREEZE), broken);
        counts.require(Count.JOINS, times(plan, Step.JOIN), broken);
        counts.require(Count.LEAVES, times(plan, Step.LEAVE), broken);
        counts.require(Count.PAUSES, times(plan, Step.PAUSE), broken);
        counts.require(Count.GROWTHS, times(plan, Step.GROW), broken);
        counts.require(Count.RESTARTS, times(plan, Step.RESTART), broken);
        // one may fall into a rebalance
        counts.require(Count.SEEKS, times(plan, Step.SEEK) / 2, broken);
        counts.require(Count.BROKER_RESTARTS, times(plan, Step.BROKER_RESTART) + times(plan, Step.BROKER_KILL), broken);
        if (plan.log() == SeedPlan.Log.COMPACTED) {
            return broken; // which records were there to be delivered is not known
        }
        var behaviour = new Behaviour(plan);
        counts.require(Count.RETRIES, plan.rates().exception() > 0 ? 1 : 0, broken);
        if (plan.policy() == Policy.DEAD_LETTER && plan.log() == SeedPlan.Log.PLAIN) {
            counts.require(
                    Count.DEAD_LETTERS, ids(plan).filter(behaviour::isPoison).count(), broken);
        }
        if (plan.policy() == Policy.STOP && plan.log() == SeedPlan.Log.PLAIN && plan.childCount() == 0) {
            counts.require(
                    Count.RESUMES,
                    ids(plan).filter(behaviour::isPoison).limit(1).count(),
                    broken);
        }
        if (plan.log() == SeedPlan.Log.PLAIN) {
            counts.require(Count.STOPS, Math.min(1, times(plan, behaviour, Behaviour.Action.STOP)), broken);
            counts.require(Count.TIMEOUTS, times(plan, behaviour, Behaviour.Action.BLOCK), broken);
        }
        return broken;
    }

    /** What a run over all themes lacks. */
    static List<String> brokenOverall(Set<Feature> features, Counts<Count> totals) {
        var least = Map.of(
                Count.REVOCATIONS, 20L,
                Count.RETRIES, 500L,
                Count.KILLS, 2L,
                Count.FREEZES, 2L,
                Count.BROKER_RESTARTS, 2L,
                Count.PAUSES, 2L,
                Count.GROWTHS, 1L);
        var broken = new ArrayList<String>();
        least.forEach((count, minimum) -> totals.require(count, minimum, broken));
        totals.require(Count.DEAD_LETTERS, features.contains(Feature.DEAD_LETTERS) ? 10 : 0, broken);
        totals.require(Count.SEEKS, features.contains(Feature.SEEKS) ? 1 : 0, broken);
        totals.require(Count.STOPS, features.contains(Feature.STOPS) ? 1 : 0, broken);
        totals.require(Count.TIMEOUTS, features.contains(Feature.TIMEOUTS) ? 3 : 0, broken);
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
}
