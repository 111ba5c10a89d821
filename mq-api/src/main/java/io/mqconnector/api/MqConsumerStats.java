// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * What a consumer has done, one snapshot.
 *
 * @param receivedCount records fetched since the start
 * @param deliveredCount records done, in whichever way: handled, skipped, or taken by the failure policy
 * @param failedCount calls of the listener that threw
 * @param redeliveredCount deliveries after the first of a record, by this process
 * @param skippedCount records done without having been handled: nothing for this listener, or failure policy {@code skip}
 * @param deadLetterCount records that went to the dead-letter topic
 * @param recognisedCount records that an earlier owner of the partition had done already, as its last commit says: not
 *     delivered again
 * @param timedOutCount deliveries that outlived {@code mq.listener.handler-timeout}
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
 * @param stoppedCount partitions that stand still now, because of a record that failed for good or whose dead letter
 *     could not be written
 * @param oldestStartedMillis for how long the longest running delivery has been running, to the second; 0 when nothing
 *     is being handled
 * @param lag records in the assigned partitions not yet done, as of the last second; -1 while not known
 */
public record MqConsumerStats(
        long receivedCount,
        long deliveredCount,
        long failedCount,
        long redeliveredCount,
        long skippedCount,
        long deadLetterCount,
        long recognisedCount,
        long timedOutCount,
        long inFlightCount,
        long commitCount,
        long failedCommitCount,
        long revokedCount,
        long lostCount,
        long cutOffCount,
        long restartCount,
        long pauseCount,
        int assignedCount,
        int stoppedCount,
        long oldestStartedMillis,
        long lag) {}
