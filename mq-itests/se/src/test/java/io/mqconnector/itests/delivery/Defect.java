// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What a {@link StandInMember} does wrong. */
enum Defect {
    NONE("none"),
    /** Commits what it has polled before it handles it. */
    COMMITS_EARLY("frontier:"),
    /** Goes on, and commits, behind a record that has failed and is still to be tried again. */
    COMMITS_PAST_A_HOLE("frontier:"),
    /** Takes a completion of before a seek for one of the records after it. */
    ACCEPTS_LATE_COMPLETIONS("frontier:"),
    /** Handles a partition on two threads. */
    RUNS_A_MAILBOX_TWICE("order:"),
    /** Takes a record for done when its dead letter is yet to be sent. */
    COUNTS_DEAD_LETTERS_EARLY("frontier:"),
    /** Leaves some dead letters away. */
    DROPS_DEAD_LETTERS("loss:"),
    /** Delivers some records once more. */
    REPEATS("duplicates:"),
    /** Says of each attempt that it is the first. */
    FORGETS_ATTEMPTS("attempts:");

    private final String complaint;

    Defect(String complaint) {
        this.complaint = complaint;
    }

    /** What the complaint of the check begins with that is there for it. */
    String complaint() {
        return complaint;
    }
}
