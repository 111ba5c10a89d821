// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.HashMap;
import java.util.List;

/**
 * What became of a seed.
 *
 * @param plan what was planned
 * @param counts what was exercised
 * @param violations what must not be; empty if all is well
 * @param millis how long it took
 */
record SeedResult(SeedPlan plan, Counts counts, List<String> violations, long millis) {
    /** Of each check. */
    private static final int SHOWN = 3;

    SeedResult {
        violations = List.copyOf(violations);
    }

    /** One line, and more when something is wrong. */
    String describe() {
        String line = plan.describe() + " -> " + counts + " in " + millis + " ms";
        if (violations.isEmpty()) {
            return line;
        }
        var text =
                new StringBuilder(line).append("\n  ").append(violations.size()).append(" VIOLATIONS:");
        var shown = new HashMap<String, Integer>();
        for (String violation : violations) {
            String check = violation.substring(0, violation.indexOf(':') + 1);
            if (shown.merge(check, 1, Integer::sum) <= SHOWN) {
                text.append("\n  ").append(violation);
            }
        }
        text.append("\n  in all ").append(shown);
        return text.append("\n  this seed alone: -Dit.test=DeliveryModelIT -Dmq.model.seed=")
                .append(plan.seed())
                .toString();
    }
}
