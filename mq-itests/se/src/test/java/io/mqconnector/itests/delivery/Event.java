// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One line of a member's journal.
 *
 * @param member whose
 * @param sequence its place in that journal, from 1
 * @param nanos when, by {@link System#nanoTime()}: on Linux one clock for all processes of the machine
 * @param kind what happened
 * @param delivery the sequence of the {@link EventKind#START} that it belongs to
 * @param partition of the record
 * @param offset of the record
 * @param recordId the number that its producer gave the record
 * @param keySequence its number among the records of its key
 * @param attempt as the listener was told
 */
record Event(
        String member,
        long sequence,
        long nanos,
        EventKind kind,
        long delivery,
        int partition,
        long offset,
        long recordId,
        long keySequence,
        int attempt) {
    /** What lines of events begin with. */
    static final String MARK = "E";

    private static final int WORDS = 11;

    /** One line, with its end. */
    String toLine() {
        return MARK
                + ' '
                + member
                + ' '
                + sequence
                + ' '
                + nanos
                + ' '
                + kind
                + ' '
                + delivery
                + ' '
                + partition
                + ' '
                + offset
                + ' '
                + recordId
                + ' '
                + keySequence
                + ' '
                + attempt
                + '\n';
    }

    /** Reads a line without its end; null if it is none of an event. */
    static @Nullable Event parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(MARK)) {
            return null;
        }
        return new Event(
                words[1],
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                EventKind.valueOf(words[4]),
                Long.parseLong(words[5]),
                Integer.parseInt(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]),
                Long.parseLong(words[9]),
                Integer.parseInt(words[10]));
    }
}
