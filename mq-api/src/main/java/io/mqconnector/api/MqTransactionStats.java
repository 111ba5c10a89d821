// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Local transactions in numbers, one snapshot; counts are since the start.
 *
 * @param activeCount begun and not ended
 * @param begunCount begun
 * @param committedCount committed
 * @param abortedCount aborted, for whatever reason
 * @param timedOutCount of the aborted, those not ended within {@code mq.transaction.timeout}
 * @param unknownCount ended without anybody knowing how
 * @param fencedCount times that another live connector used the same transactional id
 */
public record MqTransactionStats(
        int activeCount,
        long begunCount,
        long committedCount,
        long abortedCount,
        long timedOutCount,
        long unknownCount,
        long fencedCount) {}
