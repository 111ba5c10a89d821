// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/**
 * What one contender reached by one measure. Immutable.
 *
 * @param measure what was measured
 * @param system the contender
 * @param value over the counted rounds
 * @param ratioToRaw of each round's value to that of {@link Workload#RAW} in the same round
 */
record Result(Measure measure, String system, Spread value, Spread ratioToRaw) {}
