// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What is done to a world while it works. */
enum Step {
    /** A member joins. */
    JOIN,
    /** A member leaves in order. */
    LEAVE,
    /** A member's process is killed, another takes its place. */
    KILL,
    /** A member's process stands still for longer than its session lasts. */
    FREEZE,
    /** The broker is stopped in order and started again. */
    BROKER_RESTART,
    /** The broker is killed and started again. */
    BROKER_KILL,
    /** A member is paused for a while. */
    PAUSE,
    /** A partition goes back to an earlier offset. */
    SEEK,
    /** A member's Kafka consumers are built anew. */
    RESTART,
    /** The topic gets one partition more. */
    GROW;

    /** Whether it is done to a member in a JVM of its own. */
    boolean isOfChild() {
        return this == KILL || this == FREEZE;
    }
}
