// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.Arrays;
import java.util.List;
import javax.management.openmbean.CompositeData;

/**
 * What an operator was told of a change.
 *
 * @param generation of the configuration in force after it
 * @param by who wanted it
 * @param refused why nothing was changed; empty if it was not refused
 */
record Answer(long generation, String by, List<String> refused) {
    /** Nobody was asked. */
    static final Answer NONE = new Answer(-1, "", List.of());

    Answer {
        refused = List.copyOf(refused);
    }

    static Answer of(Object report) {
        var data = (CompositeData) report;
        return new Answer(
                (Long) data.get("generation"), (String) data.get("by"), Arrays.asList((String[]) data.get("refused")));
    }

    boolean isRefused() {
        return !refused.isEmpty();
    }

    /** Whether some reason names all of these. */
    boolean names(List<String> parts) {
        return refused.stream().anyMatch(reason -> parts.stream().allMatch(reason::contains));
    }
}
