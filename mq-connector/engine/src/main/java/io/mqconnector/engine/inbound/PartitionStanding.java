// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/**
 * How far an assigned partition has come, one consistent snapshot.
 *
 * @param topic its topic
 * @param partition its number
 * @param position the first offset that is not done
 * @param committed what the broker has confirmed
 * @param inFlight records fetched and not yet done
 * @param lag records not yet done; -1 while not known
 * @param stopped whether a record has stopped it
 */
public record PartitionStanding(
        String topic, int partition, long position, long committed, long inFlight, long lag, boolean stopped) {}
