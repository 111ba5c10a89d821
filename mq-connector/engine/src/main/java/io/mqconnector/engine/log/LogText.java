// SPDX-License-Identifier: MIT
package io.mqconnector.engine.log;

/** Text of others in a line of the log. Stateless. */
public final class LogText {
    private LogText() {}

    /** Whether a reader of the log might take it for the end of a line, or a terminal for a command. */
    public static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** With a space for each such character: what others have written begins no line. */
    static String oneLine(String text) {
        if (text.chars().noneMatch(LogText::isControl)) {
            return text;
        }
        var line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (isControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
