// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How often what was exercised. For one thread. */
final class Counts {
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    void add(Count what, long more) {
        counts.merge(what, more, Long::sum);
    }

    void add(Counts more) {
        more.counts.forEach(this::add);
    }

    long of(Count what) {
        return counts.getOrDefault(what, 0L);
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
