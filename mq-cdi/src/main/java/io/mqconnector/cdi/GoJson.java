// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

/** Writes JSON, byte for byte as Go's {@code encoding/json} does: {@code < > &} and the line separators escaped. */
final class GoJson {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder("{");

    /** A field with a text. */
    GoJson text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** A field with a text, unless that is empty ({@code omitempty}). */
    GoJson textOrNothing(String name, String value) {
        return value.isEmpty() ? this : text(name, value);
    }

    /** A field with a number, unless that is 0 ({@code omitempty}). */
    GoJson numberOrNothing(String name, long value) {
        return value == 0 ? this : verbatim(name, Long.toString(value));
    }

    /** A field with JSON that is there already. */
    GoJson json(String name, String json) {
        name(name);
        for (int i = 0; i < json.length(); i++) {
            appendHtmlSafe(json.charAt(i)); // such characters are only within its texts
        }
        return this;
    }

    /** A field with a word or a number. */
    GoJson verbatim(String name, String value) {
        name(name);
        out.append(value);
        return this;
    }

    /** {@code text} as a JSON text. */
    static String quoted(String text) {
        var alone = new GoJson();
        alone.quote(text);
        return alone.out.substring(1);
    }

    /** The object. */
    @Override
    public String toString() {
        return out + "}";
    }

    private void name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        escape(c);
                    } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
                        escape('\ufffd'); // what Go makes of text that is none
                    } else {
                        appendHtmlSafe(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void appendHtmlSafe(char c) {
        if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            escape(c);
        } else {
            out.append(c);
        }
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX.charAt(c >> 12))
                .append(HEX.charAt(c >> 8 & 0xf))
                .append(HEX.charAt(c >> 4 & 0xf))
                .append(HEX.charAt(c & 0xf));
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
