// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

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
        String line = plan.describe() + " -> " + counts + " in " + millis + " ms";
        return Complaints.describe(line, violations, "-Dit.test=DeliveryModelIT -Dmq.model.seed=" + plan.seed());
    }
}
