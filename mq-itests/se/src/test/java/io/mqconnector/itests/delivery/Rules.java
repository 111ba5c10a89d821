// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.function.LongPredicate;

/**
 * What a history is held against.
 *
 * @param order what is delivered in order
 * @param form how the listener takes records
 * @param policy what becomes of records that fail for good
 * @param retryAttempts how often a record is delivered before that
 * @param handlerTimeoutNanos after which a listener is interrupted; 0 if it never is
 * @param isCompacted whether records may vanish from the log
 * @param attemptsSurvive whether a new owner of a partition knows the attempts of the one before
 * @param poison the records that fail for good, by id
 */
record Rules(
        Order order,
        Form form,
        Policy policy,
        int retryAttempts,
        long handlerTimeoutNanos,
        boolean isCompacted,
        boolean attemptsSurvive,
        LongPredicate poison) {
    /** Whether a record may have gone to the policy because of this delivery. */
    boolean isLast(Delivery delivery) {
        // when a failed batch comes one by one, how that counts is the connector's business
        return delivery.outcome() == EventKind.FAIL && (form == Form.BATCH || delivery.attempt() >= retryAttempts);
    }
}
