// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Outcomes: each message has exactly one, and no message fails for what its sender has done right. */
final class OutcomeCheck implements Check {
    private static final Set<MqErrorCode> SENDERS_FAULT = EnumSet.of(
            MqErrorCode.CONFIGURATION_INVALID,
            MqErrorCode.INVALID_ARGUMENT,
            MqErrorCode.MESSAGE_TOO_LARGE,
            MqErrorCode.SERIALIZATION_FAILED,
            MqErrorCode.INTERRUPTED,
            MqErrorCode.ILLEGAL_STATE);

    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        for (Attempt attempt : history.attempts()) {
            var outcome = attempt.outcome();
            if (outcome == null) {
                violations.add("outcome: none of " + attempt);
            } else if (attempt.outcomeCount() != 1) {
                violations.add("outcome: " + attempt.outcomeCount() + " of " + attempt);
            } else if (outcome.code() != null && SENDERS_FAULT.contains(outcome.code())) {
                violations.add("outcome: it is not the sender's fault: " + attempt);
            }
        }
        return violations;
    }
}
