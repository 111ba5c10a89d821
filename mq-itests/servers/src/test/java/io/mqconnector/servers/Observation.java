// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.util.Map;
import java.util.function.UnaryOperator;

/** One delivery as the probe saw it. */
record Observation(String endpoint, String behaviour, String strategy, Map<String, String> seen) {
    Observation {
        seen = Map.copyOf(seen);
    }

    String get(String key) {
        return seen.getOrDefault(key, "-");
    }

    String journal() {
        return get("journal");
    }

    /** Whether the work of the bean counts: by the database where there is one, else by what the bean was told to do. */
    boolean isDone() {
        return seen.containsKey("rows") ? "1".equals(get("rows")) : behaviour.equals("return");
    }

    /** Whether an adapter that has nothing but this strategy takes the delivery for done. */
    boolean isTakenForDone() {
        var isReturned = get("call").equals("ok");
        var untilReturn = journal().split("\\|", -1)[0];
        return switch (strategy) {
            case "SYNCHRONIZATION" ->
                untilReturn.contains("sync.registered") ? untilReturn.contains("sync.COMMITTED") : isReturned;
            case "XA_RESOURCE" -> untilReturn.contains("ra.start") ? untilReturn.contains("ra.commit") : isReturned;
            default ->
                isReturned
                        && !get("txBeforeAfter").contains("rollback only: true")
                        && get("after").equals("ok");
        };
    }

    boolean isRight() {
        return isDone() == isTakenForDone();
    }

    /**
     * The delivery as a row of the document's table.
     *
     * @param writtenDown makes a journal one that does not differ from run to run
     */
    String toRow(UnaryOperator<String> writtenDown) {
        return String.join(
                        " | ",
                        "| " + endpoint,
                        behaviour,
                        strategy,
                        get("txAfterBefore"),
                        get("call"),
                        get("txBeforeAfter"),
                        get("after"),
                        writtenDown.apply(journal()).replace("|", "\\|"),
                        isDone() ? "done" : "not done",
                        isRight() ? "yes" : "**no**")
                + " |\n";
    }

    /** Says that the order varies where two branches are ended one after the other. */
    static String withoutOrderOfEnds(String journal) {
        return journal.replaceAll(
                "(ra|db)\\.end(-fail|), (?!\\1)(ra|db)\\.end\\2", "ra.end$2 and db.end$2 (order varies)");
    }
}
