// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often what was exercised. For one thread.
 *
 * @param <C> what is counted
 */
public final class Counts<C extends Enum<C>> {
    private final Map<C, Long> counts;

    public Counts(Class<C> whats) {
        counts = new EnumMap<>(whats);
    }

    public void add(C what, long more) {
        counts.merge(what, more, Long::sum);
    }

    public void add(Counts<C> more) {
        more.counts.forEach(this::add);
    }

    public long of(C what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Adds to {@code broken} if there are fewer than promised. */
    public void require(C what, long least, List<String> broken) {
        if (of(what) < least) {
            broken.add("promise: " + what + " " + of(what) + ", not " + least);
        }
    }

    /** Those that are not zero. */
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .map(count -> count.getKey().name().toLowerCase(Locale.ROOT) + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
