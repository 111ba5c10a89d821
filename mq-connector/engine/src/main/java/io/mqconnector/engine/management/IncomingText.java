// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.log.LogText;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text that comes over JMX, looked at before anybody uses it: whatever it is for, it may end up in a line of the log.
 * Stateless.
 */
final class IncomingText {
    private static final int MOST_TEXTS = 200;
    private static final int MOST_CHARACTERS = 10_000;

    private IncomingText() {}

    /**
     * Refuses what could forge a line of the log, or fill it.
     *
     * @param name what the value is for, for people
     * @param value anything; what is no text passes
     * @throws IllegalArgumentException what is wrong, without the text
     */
    static void check(String name, @Nullable Object value) {
        if (value instanceof String text) {
            check(name, List.of(text));
        } else if (value instanceof @Nullable String[] texts) {
            check(name, Arrays.asList(texts));
        }
    }

    private static void check(String name, List<? extends @Nullable String> texts) {
        long characters = 0;
        for (var text : texts) {
            if (text == null) {
                throw new IllegalArgumentException(name + " contains null; leave it out");
            }
            if (text.chars().anyMatch(LogText::isControl)) {
                throw new IllegalArgumentException(
                        name + " has control characters, a line break for one; write it without them");
            }
            characters += text.length();
        }
        if (texts.size() > MOST_TEXTS || characters > MOST_CHARACTERS) {
            throw new IllegalArgumentException(name + " has " + texts.size() + " texts of " + characters
                    + " characters; allowed are " + MOST_TEXTS + " of " + MOST_CHARACTERS + " altogether");
        }
    }
}
