// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What a world is counted by. */
enum Count {
    RECORDS,
    DELIVERIES,
    /** Deliveries after a failed one. */
    RETRIES,
    /** Deliveries of what was done already, for a known cause. */
    DUPLICATES,
    DEAD_LETTERS,
    /** Listeners that were interrupted. */
    TIMEOUTS,
    /** Partitions that members in this JVM gave up. */
    REVOCATIONS,
    JOINS,
    LEAVES,
    KILLS,
    /** Processes that stood still for longer than their session. */
    FREEZES,
    BROKER_RESTARTS,
    PAUSES,
    SEEKS,
    RESTARTS,
    /** Subscriptions that their listener has stopped. */
    STOPS,
    /** Partitions that stood still behind a failed record and were let go on. */
    RESUMES,
    GROWTHS,
    SAMPLES
}
