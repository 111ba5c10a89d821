// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/**
 * What a listener has done with records of one topic since the start.
 *
 * @param topic its name; {@code other} for those without counters of their own
 * @param receivedCount records fetched
 * @param handledCount records that the listener has handled
 * @param skippedCount records done without having been handled
 * @param deadLetterCount records that went to a dead-letter topic
 * @param failedCount calls of the listener that threw
 */
public record TopicRecords(
        String topic,
        long receivedCount,
        long handledCount,
        long skippedCount,
        long deadLetterCount,
        long failedCount) {}
