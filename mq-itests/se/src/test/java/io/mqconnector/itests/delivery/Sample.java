// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/**
 * What the group had committed of a partition, as an independent client was told.
 *
 * @param partition which
 * @param committed the first offset that it does not cover
 * @param afterNanos when the answer was there, by {@link System#nanoTime()}: it was committed before
 */
record Sample(int partition, long committed, long afterNanos) {}
