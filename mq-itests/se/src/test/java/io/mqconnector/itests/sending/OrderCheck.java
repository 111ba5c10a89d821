// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Order: acknowledged messages of one key, and explicit partition or none, are in the log as they were sent, and their
 * callbacks come so.
 */
final class OrderCheck implements Check {
    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        history.lines().values().forEach(line -> {
            report("order: ", "is in the log", line, History.BY_OFFSET, violations);
            var heard = line.stream()
                    .filter(attempt -> attempt.form().isHeardAtOnce())
                    .toList();
            report("callbacks: ", "was heard of", heard, History.BY_TICK, violations);
        });
        return violations;
    }

    private static void report(
            String name, String what, List<Attempt> line, Comparator<Attempt> order, List<String> violations) {
        var inOrder = new ArrayList<>(line);
        inOrder.sort(order);
        for (var inversion : History.inversions(inOrder)) {
            violations.add(name + inversion.sentFirst() + " " + what + " behind " + inversion.sentThen()
                    + ", though it was sent before");
        }
    }
}
