// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static io.mqconnector.itests.delivery.Step.BROKER_KILL;
import static io.mqconnector.itests.delivery.Step.BROKER_RESTART;
import static io.mqconnector.itests.delivery.Step.FREEZE;
import static io.mqconnector.itests.delivery.Step.GROW;
import static io.mqconnector.itests.delivery.Step.JOIN;
import static io.mqconnector.itests.delivery.Step.KILL;
import static io.mqconnector.itests.delivery.Step.LEAVE;
import static io.mqconnector.itests.delivery.Step.PAUSE;
import static io.mqconnector.itests.delivery.Step.RESTART;
import static io.mqconnector.itests.delivery.Step.SEEK;

import java.util.List;

/** What a plan is mostly about; eight seeds in a row have all of them. */
enum Theme {
    REBALANCES(JOIN, LEAVE, JOIN, LEAVE),
    KILLS(KILL, JOIN, FREEZE),
    BROKER(BROKER_RESTART, JOIN, BROKER_RESTART),
    POISON(JOIN, KILL, LEAVE),
    MANUAL(JOIN, LEAVE, PAUSE),
    BATCHES(JOIN, FREEZE, LEAVE),
    OPERATIONS(SEEK, PAUSE, RESTART, JOIN, SEEK),
    LOG(JOIN, GROW, LEAVE);

    @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of
    private final List<Step> steps;

    Theme(Step... steps) {
        this.steps = List.of(steps);
    }

    /** What is done in a world of this seed: in this order, spread over the load. */
    static List<Step> steps(long seed) {
        // a killed broker takes long to come back
        boolean isHard = of(seed) == BROKER && Math.floorMod(seed / values().length, 2) == 1;
        return isHard ? List.of(BROKER_KILL, JOIN, BROKER_RESTART) : of(seed).steps;
    }

    static Theme of(long seed) {
        var themes = List.of(values());
        return themes.get((int) Math.floorMod(seed, (long) themes.size()));
    }
}
