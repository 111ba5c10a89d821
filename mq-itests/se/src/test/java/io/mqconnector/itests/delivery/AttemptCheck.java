// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * Attempts: the first delivery of a record is the first attempt; from a failed one the number goes up by one; it never
 * goes up by more. A new owner of the partition may know less of them only where attempts do not survive, or where
 * something prevented the commit that carries them.
 */
final class AttemptCheck implements Check {
    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        for (var own : history.deliveries().byPlace().values()) {
            if (own.get(0).attempt() != 1) {
                violations.add("attempts: the first delivery is not the first attempt: " + own.get(0));
            }
            for (int i = 1; i < own.size(); i++) {
                check(history, own.subList(0, i), own.get(i), violations);
            }
        }
        return violations;
    }

    private static void check(History history, List<Delivery> earlier, Delivery next, List<String> violations) {
        Delivery before = earlier.get(earlier.size() - 1);
        int highest = earlier.stream().mapToInt(Delivery::attempt).max().orElse(0);
        if (next.attempt() < 1 || next.attempt() > highest + 1) {
            violations.add("attempts: " + next + " counts too far after " + before);
        } else if (isKnown(history, before, next) && !follows(history, before, next)) {
            violations.add("attempts: " + next + " does not count on from " + before);
        }
    }

    /** Whether who makes the next attempt must know of the one before. */
    private static boolean isKnown(History history, Delivery before, Delivery next) {
        boolean hasFailed = before.outcome() == EventKind.FAIL && before.endNanos() <= next.startNanos();
        // within one member, too, a partition may go from one consumer to another
        boolean isFresh = next.attempt() == 1 && !history.rules().attemptsSurvive();
        return hasFailed && !isFresh && !history.isExplained(before, next);
    }

    private static boolean follows(History history, Delivery before, Delivery next) {
        int step = next.attempt() - before.attempt();
        // what failed as a batch is delivered one by one in the end; whether that counts is the connector's business
        return history.rules().form() == Form.BATCH ? step == 0 || step == 1 : step == 1;
    }
}
