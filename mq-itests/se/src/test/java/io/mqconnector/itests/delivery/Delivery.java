// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/**
 * One call of a listener with one record, put together from a journal.
 *
 * @param member whose listener
 * @param number among the calls of that member
 * @param partition of the record
 * @param offset of the record
 * @param recordId of the record
 * @param attempt as the listener was told
 * @param startNanos when it began
 * @param endNanos when it was about to end; {@link Long#MAX_VALUE} if it never was
 * @param outcome how it ended; {@link EventKind#START} if it never did
 * @param finishedNanos from when on its record may count as done; {@link Long#MAX_VALUE} if it never may
 * @param isSure whether its record does count as done, as far as its listener knows
 */
record Delivery(
        String member,
        long number,
        int partition,
        long offset,
        long recordId,
        int attempt,
        long startNanos,
        long endNanos,
        EventKind outcome,
        long finishedNanos,
        boolean isSure) {
    static final long NEVER = Long.MAX_VALUE;

    /** Whether its record may count as done because of it. */
    boolean isFinished() {
        return finishedNanos != NEVER;
    }

    /** Whether the listener returned normally. */
    boolean isNormal() {
        return outcome == EventKind.OK || outcome == EventKind.RETURN;
    }

    @Override
    public String toString() {
        return member + "#" + number + "[" + partition + "@" + offset + " id " + recordId + " attempt " + attempt + " "
                + startNanos / 1_000 + ".." + (endNanos == NEVER ? "?" : endNanos / 1_000) + "us " + outcome
                + (isFinished() ? "" : ", not done") + "]";
    }
}
