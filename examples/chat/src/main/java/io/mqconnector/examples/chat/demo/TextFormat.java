// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import org.jspecify.annotations.Nullable;

/**
 * How the demo writes numbers into a text, and finds them again: {@code run|id|sequence|nanos|words}. Texts of other
 * runs and other programs are told apart by their beginning. Immutable, thread-safe.
 */
final class TextFormat {
    private static final char SEPARATOR = '|';
    private static final int RADIX = 10;

    private final String prefix;

    /** @param run what tells this run from others; without the separator */
    TextFormat(String run) {
        if (run.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("'" + SEPARATOR + "' in " + run);
        }
        prefix = run + SEPARATOR;
    }

    /**
     * A text with the numbers in front.
     *
     * @param words what follows them, cut where the text reaches {@code maxLength}
     */
    String write(Numbers numbers, String words, int maxLength) {
        var text = new StringBuilder(maxLength)
                .append(prefix)
                .append(numbers.id)
                .append(SEPARATOR)
                .append(numbers.sequence)
                .append(SEPARATOR)
                .append(numbers.postedNanos)
                .append(SEPARATOR);
        return text.append(words, 0, Math.min(words.length(), Math.max(0, maxLength - text.length())))
                .toString();
    }

    /** Whether a text is of this run. */
    boolean isOurs(@Nullable String text) {
        return text != null && text.startsWith(prefix);
    }

    /**
     * The numbers in a text of this run.
     *
     * @throws IllegalArgumentException if they are damaged
     */
    Numbers read(String text) {
        int idEnd = end(text, prefix.length());
        int sequenceEnd = end(text, idEnd + 1);
        int nanosEnd = end(text, sequenceEnd + 1);
        return new Numbers(
                Long.parseLong(text, prefix.length(), idEnd, RADIX),
                Long.parseLong(text, idEnd + 1, sequenceEnd, RADIX),
                Long.parseLong(text, sequenceEnd + 1, nanosEnd, RADIX));
    }

    private static int end(String text, int from) {
        int end = text.indexOf(SEPARATOR, from);
        if (end < 0) {
            throw new IllegalArgumentException("damaged: a text of this run ends within its numbers");
        }
        return end;
    }

    /**
     * What the demo knows a message by.
     *
     * @param id its number in the {@link Ledger}
     * @param sequence its number among its user's
     * @param postedNanos when it was posted, or should have been, by {@link System#nanoTime()}
     */
    record Numbers(long id, long sequence, long postedNanos) {}
}
