// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.util.HashMap;
import java.util.List;

/** What the checks of a seed found, as a text. Without state. */
public final class Complaints {
    /** Of each check. */
    private static final int SHOWN = 3;

    private Complaints() {}

    /**
     * One line, and more when something is wrong.
     *
     * @param line what was run
     * @param violations each begins with its check's name and a colon
     * @param again how to run it alone
     */
    public static String describe(String line, List<String> violations, String again) {
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
        return text.append("\n  this seed alone: ").append(again).toString();
    }
}
