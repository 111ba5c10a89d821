// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.itests.model.Complaints;
import io.mqconnector.itests.model.Counts;
import java.util.List;

/**
 * What became of a seed.
 *
 * @param plan what was planned
 * @param counts what was exercised
 * @param violations what must not be; empty if all is well
 * @param millis how long it took
 */
record SeedResult(SeedPlan plan, Counts<Count> counts, List<String> violations, long millis) {
    SeedResult {
        violations = List.copyOf(violations);
    }

    /** One line, and more when something is wrong. */
    String describe() {
        return Complaints.describe(
                plan.describe() + " -> " + counts + " in " + millis + " ms",
                violations,
                "-Dit.test=SendingModelIT -Dmq.send.model.seed=" + plan.seed());
    }
}
