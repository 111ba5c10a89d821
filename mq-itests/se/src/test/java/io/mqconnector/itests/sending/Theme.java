// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import static io.mqconnector.itests.sending.Step.BLACK_HOLE;
import static io.mqconnector.itests.sending.Step.CHANGE;
import static io.mqconnector.itests.sending.Step.CUT;
import static io.mqconnector.itests.sending.Step.DEATH;
import static io.mqconnector.itests.sending.Step.FREEZE;
import static io.mqconnector.itests.sending.Step.HICCUP;
import static io.mqconnector.itests.sending.Step.JAM;
import static io.mqconnector.itests.sending.Step.REFUSAL;
import static io.mqconnector.itests.sending.Step.RESIZE;
import static io.mqconnector.itests.sending.Step.RESTART;
import static io.mqconnector.itests.sending.Step.ROTATE;
import static io.mqconnector.itests.sending.Step.ROTATE_ALL;
import static io.mqconnector.itests.sending.Step.SLOW;
import static io.mqconnector.itests.sending.Step.THREAD_DEATH;

import java.util.List;

/** What a plan is mostly about; eight seeds in a row have all of them. */
enum Theme {
    ROTATIONS(ROTATE, ROTATE_ALL, ROTATE, ROTATE, ROTATE_ALL, SLOW, ROTATE, ROTATE_ALL, HICCUP, ROTATE, ROTATE),
    FREEZES(ROTATE, FREEZE, ROTATE_ALL, HICCUP, JAM),
    RESIZES(RESIZE, ROTATE, RESIZE, RESIZE, SLOW, RESIZE, ROTATE_ALL, RESIZE, HICCUP, RESIZE),
    CONNECTIONS(CUT, ROTATE, SLOW, CUT, REFUSAL, ROTATE_ALL, BLACK_HOLE, CUT),
    CHANGES(CHANGE, ROTATE, CHANGE, SLOW, RESIZE, CHANGE, CUT, CHANGE, HICCUP),
    DEATHS(DEATH, ROTATE, DEATH, CUT, DEATH, RESIZE, DEATH, THREAD_DEATH, ROTATE_ALL),
    RESTARTS(ROTATE, RESTART, ROTATE_ALL, RESIZE, RESTART),
    EVERYTHING(ROTATE, CUT, RESIZE, BLACK_HOLE, CHANGE, DEATH, FREEZE, ROTATE_ALL, SLOW);

    @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of
    private final List<Step> steps;

    Theme(Step... steps) {
        this.steps = List.of(steps);
    }

    /** What is done in a world of it, in this order. */
    List<Step> steps() {
        return steps;
    }

    static Theme of(long seed) {
        var themes = List.of(values());
        return themes.get((int) Math.floorMod(seed, (long) themes.size()));
    }
}
