// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code ; did you mean 'x'?}, or nothing if nothing is near. */
    static String of(String wrong, Collection<String> known) {
        var nearest = nearest(wrong, known);
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    private static @Nullable String nearest(String wrong, Collection<String> known) {
        var folded = fold(wrong);
        @Nullable String best = null;
        var bestDistance = Integer.MAX_VALUE;
        for (var candidate : known) {
            var distance = distance(folded, fold(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        if (bestDistance <= Math.max(2, wrong.length() / 5)) {
            return best;
        }
        // The right word in the wrong place: mq.consumer.workers.
        var last = fold(wrong.substring(wrong.lastIndexOf('.') + 1));
        for (var candidate : known) {
            if (fold(candidate.substring(candidate.lastIndexOf('.') + 1)).equals(last)) {
                return candidate;
            }
        }
        // A word that was cut short or went too far: linger-ms.
        for (var candidate : known) {
            var other = fold(candidate);
            if (folded.length() > 3 && other.length() > 3 && (other.startsWith(folded) || folded.startsWith(other))) {
                return candidate;
            }
        }
        return null;
    }

    /** Camel case, underscores and dots are the same mistake. */
    private static String fold(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2")
                .replace('_', '-')
                .replace('.', '-')
                .toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        var current = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            var swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
