// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.util.List;

/**
 * What became of a change of the configuration. Immutable, holds no secret.
 *
 * @param generation of the configuration in force after it
 * @param millis when, in milliseconds since the epoch
 * @param by who wanted it, or the source that changed
 * @param dryRun whether it was only tried out
 * @param applied what is in force now, or with a dry run would be
 * @param needsRestart what keeps its value until the connector is started again
 * @param refused why nothing was changed, one sentence each; empty if it was not refused
 * @param warnings what is not wrong but deserves a look, one sentence each
 */
public record ChangeReport(
        long generation,
        long millis,
        String by,
        boolean dryRun,
        List<Change> applied,
        List<Change> needsRestart,
        List<String> refused,
        List<String> warnings) {
    /** How a change is put in force. */
    public enum How {
        /** At once. */
        HOT,
        /** By new Kafka clients that take the place of the old ones, without loss. */
        ROLLED,
        /** When the connector is started again. */
        RESTART
    }

    /**
     * One key.
     *
     * @param key in full
     * @param before its text before, masked if secret
     * @param after its text after, masked if secret
     * @param how it is put in force
     */
    public record Change(String key, String before, String after, How how) {}

    public ChangeReport {
        applied = List.copyOf(applied);
        needsRestart = List.copyOf(needsRestart);
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
    }

    /** One without warnings. */
    public ChangeReport(
            long generation,
            long millis,
            String by,
            boolean dryRun,
            List<Change> applied,
            List<Change> needsRestart,
            List<String> refused) {
        this(generation, millis, by, dryRun, applied, needsRestart, refused, List.of());
    }

    /** Whether nothing was changed because something was not allowed or failed. */
    public boolean isRefused() {
        return !refused.isEmpty();
    }
}
