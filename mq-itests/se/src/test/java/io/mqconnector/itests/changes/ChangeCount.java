// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

/** What a run is counted by. */
enum ChangeCount {
    /** Changes that were made. */
    CHANGES,
    BY_JMX,
    BY_SOURCE,
    /** Steps in which an operator and the source changed something at once. */
    AT_ONCE,
    /** Steps in which two operators did. */
    TWO_OPERATORS,
    RESETS,
    /** The same brokers at another address. */
    BROKERS,
    /** Changes that were refused. */
    REFUSED_BY_JMX,
    REFUSED_BY_SOURCE,
    /** An address without a broker. */
    WRONG_BROKERS,
    /** Steps during which all producers were replaced for no other reason. */
    ROTATIONS,
    /** Steps during which the group assigned its partitions anew. */
    REBALANCES,
    /** Producers that were replaced because of a change, or were one too many. */
    REPLACED,
    /** Partitions that were taken away. */
    REVOKED,
    ROUNDS,
    SENT,
    DELIVERED,
    /** Deliveries at a time that were seen at most. */
    MOST_BUSY,
    /** Why records might have come twice. */
    CAUSES
}
