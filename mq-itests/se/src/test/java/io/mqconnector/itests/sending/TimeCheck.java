// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Time: outcomes come within the time-outs, and who does not wait for one is held for a moment at most; but for what the machine
 * makes everybody wait.
 */
final class TimeCheck implements Check {
    /** For threads that have to wait for a processor. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The topic is known and the buffer has room: nothing is to be waited for. */
    private static final Duration MOMENT = Duration.ofMillis(900);

    @Override
    public List<String> violations(History history) {
        var longest = history.plan().longestSend().plus(SLACK);
        // a Kafka producer that needs another id lets nothing time out before a broker has given it one
        var longestUnwaited = longest.plus(history.longestOutage());
        var violations = new ArrayList<String>();
        for (Attempt attempt : history.attempts()) {
            long limitNanos = (attempt.form().isBlocking() ? longest : longestUnwaited).toNanos();
            if (attempt.outcomeCount() > 0
                    && attempt.outcomeNanos() - idle(history, attempt, attempt.outcomeNanos()) > limitNanos) {
                violations.add("time: " + millis(attempt.outcomeNanos()) + " to the outcome of " + attempt);
            }
            if (!attempt.form().isBlocking()
                    && attempt.callNanos() - idle(history, attempt, attempt.callNanos()) > MOMENT.toNanos()) {
                violations.add("time: " + millis(attempt.callNanos()) + " inside " + attempt);
            }
        }
        return violations;
    }

    /** How much of the time from its call on nothing went on. */
    private static long idle(History history, Attempt attempt, long nanos) {
        return nanos == Attempt.NEVER
                ? 0
                : history.stoodStill().applyAsLong(attempt.startNanos(), attempt.startNanos() + nanos);
    }

    private static String millis(long nanos) {
        return nanos == Attempt.NEVER ? "for ever" : nanos / 1_000_000 + " ms";
    }
}
