// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * What a consumer has done, one snapshot.
 *
 * @param receivedCount records fetched since the start
 * @param deliveredCount records handled: the listener returned normally
 * @param failedCount calls of the listener that threw
 * @param redeliveredCount deliveries after the first of a record, by this process
 * @param inFlightCount records fetched and not yet done
 * @param commitCount commits that the broker confirmed
 * @param failedCommitCount commits that failed; their offsets are committed again with the next one
 * @param revokedCount partitions given up in a rebalance
 * @param lostCount partitions taken away without a chance to commit
 * @param cutOffCount partitions given up or taken away with done records that could not be committed: each may cause
 *     duplicates, nothing else of the connector does
 * @param restartCount times a failed Kafka consumer was replaced
 * @param pauseCount times a partition was paused because its listener was slower than the fetch
 * @param assignedCount partitions assigned now
 * @param lag records in the assigned partitions not yet done, as of the last second; -1 while not known
 */
public record MqConsumerStats(
        long receivedCount,
        long deliveredCount,
        long failedCount,
        long redeliveredCount,
        long inFlightCount,
        long commitCount,
        long failedCommitCount,
        long revokedCount,
        long lostCount,
        long cutOffCount,
        long restartCount,
        long pauseCount,
        int assignedCount,
        long lag) {}
