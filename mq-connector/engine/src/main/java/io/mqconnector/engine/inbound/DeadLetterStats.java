// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/**
 * The dead letters of a connection, one snapshot; counts are since the start.
 *
 * @param sentCount handed to Kafka; one that failed and is tried again counts each time
 * @param writtenCount acknowledged by the broker
 * @param failedCount not written
 * @param pendingCount without an outcome yet
 * @param lastFailure why the last one failed; empty before the first
 */
public record DeadLetterStats(
        long sentCount, long writtenCount, long failedCount, long pendingCount, String lastFailure) {}
