// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** Why a record that was done may be delivered again. */
enum CauseKind {
    /** The process of a member was killed. */
    KILL,
    /** A member's partitions were taken away without a chance to commit. */
    LOST,
    /** A member gave partitions up with records done that could not be committed. */
    CUT_OFF,
    /** A member's commit failed. */
    FAILED_COMMIT,
    /** A member's Kafka consumer was replaced. */
    RESTARTED,
    /** The broker went away. */
    BROKER,
    /** A partition was positioned anew: all from there on is to be delivered again. */
    SEEK,
    /** A positioning of which nobody knows whether it happened. */
    SEEK_ATTEMPT
}
