// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${property}</code> and <code>${property:default}</code>, nested ones too; <code>\${</code> stands for
 * itself. Immutable.
 */
final class Expressions {
    private final Function<String, Expansion> properties;

    /**
     * What a property is.
     *
     * @param setting null if there is none
     * @param expanded whether its own expressions are resolved
     */
    record Expansion(@Nullable Setting setting, boolean expanded) {
        static final Expansion NONE = new Expansion(null, true);
    }

    Expressions(Function<String, Expansion> properties) {
        this.properties = properties;
    }

    /**
     * The setting with its expressions resolved.
     *
     * @throws BadSettingException if one has no value, is not closed, or contains itself
     */
    Setting resolve(Setting setting) {
        if (!setting.text().contains("${")) {
            return setting;
        }
        var run = new Run();
        try {
            var text = run.expand(setting.text());
            return setting.withText(text, run.secret);
        } catch (IllegalArgumentException e) {
            // what the reason quotes is part of the text, or of what an expression within an expression stands for
            throw new BadSettingException(setting.withText(setting.text(), run.secret)
                    .problem(
                            setting.secret() || run.secret
                                    ? "an expression in it has no value, is not closed, or contains itself"
                                    : String.valueOf(e.getMessage())));
        }
    }

    /** One text's expansion; for one thread. */
    private final class Run {
        private final Deque<String> open = new ArrayDeque<>();
        private boolean secret;

        private String expand(String text) {
            var out = new StringBuilder();
            var at = 0;
            while (at < text.length()) {
                if (text.startsWith("\\${", at)) {
                    out.append("${");
                    at += 3;
                } else if (text.startsWith("${", at)) {
                    var end = end(text, at);
                    out.append(value(text.substring(at + 2, end)));
                    at = end + 1;
                } else {
                    out.append(text.charAt(at));
                    at++;
                }
            }
            return out.toString();
        }

        /** Where the brace closes that opens at {@code start + 1}. */
        private int end(String text, int start) {
            var depth = 0;
            for (var i = start; i < text.length(); i++) {
                if (text.startsWith("${", i)) {
                    depth++;
                    i++;
                } else if (text.charAt(i) == '}') {
                    depth--;
                    if (depth == 0) {
                        return i;
                    }
                }
            }
            throw new IllegalArgumentException("an expression has no closing brace");
        }

        private String value(String inner) {
            var colon = colon(inner);
            var name = expand(colon < 0 ? inner : inner.substring(0, colon)).strip();
            if (open.contains(name)) {
                throw new IllegalArgumentException("expression ${" + name + "} contains itself");
            }
            var found = properties.apply(name);
            var setting = found.setting();
            if (setting != null) {
                secret |= setting.secret();
                if (found.expanded()) {
                    return setting.text();
                }
                open.push(name);
                try {
                    return expand(setting.text());
                } finally {
                    open.pop();
                }
            }
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "expression ${" + name + "} has no value, and no default after a colon");
            }
            return expand(inner.substring(colon + 1));
        }

        /** The colon between name and default, not one inside a nested expression. */
        private static int colon(String inner) {
            var depth = 0;
            for (var i = 0; i < inner.length(); i++) {
                if (inner.startsWith("${", i)) {
                    depth++;
                } else if (inner.charAt(i) == '}') {
                    depth--;
                } else if (inner.charAt(i) == ':' && depth == 0) {
                    return i;
                }
            }
            return -1;
        }
    }
}
