// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.LogReader;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what is there to be read of a world when its members are gone. */
final class Histories {
    private Histories() {}

    /**
     * The history of a world.
     *
     * @param world with its broker still up
     * @param plan what happened in it
     * @param features what the plan was made from
     * @param sampler what was seen to be committed
     * @param events what the members wrote down
     * @param causes what may let records come again
     * @param afterQuiet what was committed when all seemed to be done
     */
    static History read(
            World world,
            SeedPlan plan,
            Set<Feature> features,
            CommitSampler sampler,
            List<Event> events,
            List<Cause> causes,
            Map<Integer, Long> afterQuiet) {
        var target = world.target();
        return new History(
                plan.rules(features),
                LogReader.read(target.brokers(), target.topic(), plan.isReadCommitted()),
                Deliveries.of(events),
                sampler.samples(),
                causes,
                LogReader.read(target.brokers(), target.deadLetterTopic(), true),
                History.millisToNanosNow(),
                world.ends(),
                afterQuiet,
                world.committed());
    }
}
