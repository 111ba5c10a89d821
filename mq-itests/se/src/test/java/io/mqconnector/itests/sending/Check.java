// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.util.List;

/** Something that must hold of every history. Without state. */
interface Check {
    /** All of them. */
    List<Check> ALL = List.of(new OutcomeCheck(), new TimeCheck(), new LogCheck(), new OrderCheck());

    /** Where it does not hold: one sentence each, beginning with the check's name; empty if it holds. */
    List<String> violations(History history);
}
