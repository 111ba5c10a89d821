// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Sets of constants as a text for the command line. Without state. */
public final class Names {
    private Names() {}

    /** What {@code all}, {@code none} or names separated by commas mean. */
    public static <E extends Enum<E>> Set<E> parse(Class<E> type, String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(type);
        }
        var set = EnumSet.noneOf(type);
        if (!text.equals("none")) {
            Arrays.stream(text.split(",", -1))
                    .map(name -> Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT)))
                    .forEach(set::add);
        }
        return set;
    }

    /** As {@link #parse} reads it. */
    public static String format(Set<? extends Enum<?>> set) {
        if (set.isEmpty()) {
            return "none";
        }
        return set.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }
}
