// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.itests.model.Complaints;
import io.mqconnector.itests.model.Counts;
import java.util.List;

/**
 * What became of a run.
 *
 * @param seed its seed
 * @param counts what was exercised
 * @param fullDecks how often everything came
 * @param slowestHotMillis until a hot change was in force
 * @param slowestRollingMillis until a change that rolled was
 * @param perSecond messages, while there was load
 * @param loadMillis how long there was
 * @param violations what must not be; empty if all is well
 */
record ChangeResult(
        long seed,
        Counts<ChangeCount> counts,
        int fullDecks,
        long slowestHotMillis,
        long slowestRollingMillis,
        long perSecond,
        long loadMillis,
        List<String> violations) {
    ChangeResult {
        violations = List.copyOf(violations);
    }

    /** One line, and more when something is wrong. */
    String describe() {
        return Complaints.describe(
                "changes: seed " + seed + " -> " + counts + "; " + perSecond + " messages/s for " + loadMillis / 1_000
                        + " s; in force after " + slowestHotMillis + " ms at most (hot), " + slowestRollingMillis
                        + " ms (rolling)",
                violations,
                "-Dit.test=RandomChangesIT -Dmq.ci=true -Dmq.changes.seed=" + seed);
    }
}
