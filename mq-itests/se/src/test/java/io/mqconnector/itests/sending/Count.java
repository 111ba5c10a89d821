// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

/** What a world is counted by. */
enum Count {
    SENDS,
    ACKNOWLEDGED,
    NOT_WRITTEN,
    UNKNOWN,
    /** Unknown ones that are in the log. */
    APPEARED,
    /** Sends by callbacks. */
    CHAINED,
    BATCHES,
    /** Producers that were replaced, for whatever cause. */
    ROTATIONS,
    BY_REQUEST,
    BY_RESIZE,
    BY_CONFIGURATION,
    BY_DEATH,
    BY_AGE,
    /** Operations that were done. */
    RESIZES,
    CHANGES,
    /** Operations that failed, the old state being kept. */
    FAILED_OPERATIONS,
    /** Messages that waited at a closed gate. */
    QUEUED,
    RETRIES,
    DEATHS,
    BROKER_RESTARTS,
    FREEZES,
    CUTS,
    /** Times in which connections were slow or refused. */
    SLOWS,
    REFUSALS
}
