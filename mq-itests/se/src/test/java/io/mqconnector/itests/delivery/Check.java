// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.List;

/** Something that must hold of every history. Without state. */
interface Check {
    /** All of them. */
    List<Check> ALL =
            List.of(new LossCheck(), new OrderCheck(), new DuplicateCheck(), new FrontierCheck(), new AttemptCheck());

    /** Where it does not hold: one sentence each, beginning with the check's name; empty if it holds. */
    List<String> violations(History history);
}
