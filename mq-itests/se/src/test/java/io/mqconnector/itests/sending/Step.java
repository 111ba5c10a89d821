// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

/** What is done to a world while it sends. */
enum Step {
    /** One stripe gets a new producer. */
    ROTATE(Feature.ROTATIONS),
    /** All get one, at once. */
    ROTATE_ALL(Feature.ROTATIONS),
    /** The number of stripes changes. */
    RESIZE(Feature.RESIZES),
    /** The settings of the producers change. */
    CHANGE(Feature.CHANGES),
    /** A producer is closed behind its owner's back. */
    DEATH(Feature.DEATHS),
    /** A producer's I/O thread ends. */
    THREAD_DEATH(Feature.THREAD_DEATHS),
    /** The broker is stopped, in order or not, and started again. */
    RESTART(Feature.RESTARTS),
    /** The broker stands still for longer than a delivery may take. */
    FREEZE(Feature.FREEZES),
    /** The broker stands still for a moment. */
    HICCUP(Feature.FREEZES),
    /** Nothing comes through for longer than a delivery may take. */
    BLACK_HOLE(Feature.CONNECTIONS),
    /** All connections end. */
    CUT(Feature.CONNECTIONS),
    /** Bytes take long; while something is done the broker stands still, for longer than a delivery may take. */
    JAM(Feature.FREEZES),
    /** Bytes take long, and there is room for few, for a moment. */
    SLOW(Feature.CONNECTIONS),
    /** All connections end, and none can be made, for a moment. */
    REFUSAL(Feature.CONNECTIONS);

    private final Feature feature;

    Step(Feature feature) {
        this.feature = feature;
    }

    Feature feature() {
        return feature;
    }

    /** Whether something is done meanwhile. */
    boolean isLasting() {
        return switch (this) {
            case RESTART, FREEZE, HICCUP, JAM, BLACK_HOLE, SLOW, REFUSAL -> true;
            case ROTATE, ROTATE_ALL, RESIZE, CHANGE, DEATH, THREAD_DEATH, CUT -> false;
        };
    }

    /** Whether messages fail whose outcome nobody knows. */
    boolean isForLong() {
        return this == FREEZE || this == BLACK_HOLE || this == JAM;
    }
}
