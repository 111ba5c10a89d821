// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration is wrong. Nothing was started or changed; all problems are reported at once. */
public final class MqConfigException extends MqException {
    private static final long serialVersionUID = 1L;

    /** Serialised with the exception, therefore an array: {@code List} is not known to be serialisable. */
    private final String[] problems;

    /** @param problems one sentence each: key, value, what is allowed, source; at least one */
    public MqConfigException(List<String> problems) {
        this(problems, null);
    }

    /**
     * @param problems one sentence each: key, value, what is allowed, source; at least one
     * @param cause what lies underneath, or null
     */
    public MqConfigException(List<String> problems, @Nullable Throwable cause) {
        super(MqErrorCode.CONFIGURATION_INVALID, text(problems), cause, false, false);
        this.problems = problems.toArray(String[]::new);
    }

    /** Every problem found, one sentence each; unmodifiable. */
    public List<String> problems() {
        return List.of(problems);
    }

    private static String text(List<String> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an MqConfigException needs at least one problem");
        }
        if (problems.size() == 1) {
            return problems.get(0);
        }
        return problems.size() + " problems:\n - " + String.join("\n - ", problems);
    }
}
