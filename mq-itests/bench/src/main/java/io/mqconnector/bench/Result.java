// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;

/**
 * What one contender reached by one measure. Immutable.
 *
 * @param measure what was measured
 * @param system the contender
 * @param value over the counted rounds
 * @param ratioToRaw of each round's value to that of {@link Workload#RAW} in the same round; not a number without one
 * @param verdicts on each bar that the workload sets this contender by this measure
 */
record Result(Measure measure, String system, Spread value, Spread ratioToRaw, List<Verdict> verdicts) {
    Result {
        verdicts = List.copyOf(verdicts);
    }
}
