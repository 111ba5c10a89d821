// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which seeds a run takes, for how long, and how many at least, however long that takes.
 *
 * @param seeds in this order
 * @param limit after which no further one is begun
 * @param least how many there must be, within it or not
 * @param isDefault whether nobody chose them
 */
public record SeedRange(Iterator<Long> seeds, Duration limit, int least, boolean isDefault) {
    private static final Duration ENDLESS = Duration.ofDays(365);

    /**
     * What the command line says: {@code seed} is that one alone, {@code seeds} the first so many (from {@code first}),
     * {@code minutes} as many as there is time for, each behind the prefix.
     *
     * @param prefix of the properties, such as {@code mq.model}
     * @param plain otherwise, in a plain build
     * @param ci otherwise, with {@code -Pci}
     */
    public static SeedRange of(String prefix, List<Long> plain, SeedRange ci) {
        Long seed = Long.getLong(prefix + ".seed");
        if (seed != null) {
            return new SeedRange(List.of(seed).iterator(), ENDLESS, 1, false);
        }
        Long seeds = Long.getLong(prefix + ".seeds");
        Long minutes = Long.getLong(prefix + ".minutes");
        long first = Long.getLong(prefix + ".first", 0);
        if (seeds != null || minutes != null) {
            return new SeedRange(
                    from(first, seeds == null ? Long.MAX_VALUE - first : seeds),
                    minutes == null ? ENDLESS : Duration.ofMinutes(minutes),
                    1,
                    false);
        }
        return Boolean.getBoolean("mq.ci") ? ci : new SeedRange(plain.iterator(), ENDLESS, plain.size(), true);
    }

    /**
     * Whether there is to be another one.
     *
     * @param done how many there were
     * @param nanos how long they took
     */
    public boolean isWanted(int done, long nanos) {
        return done < least || nanos < limit.toNanos();
    }

    /** The seeds from 0 on. */
    public static SeedRange first(int count, Duration limit, int least) {
        return new SeedRange(from(0, count), limit, least, true);
    }

    private static Iterator<Long> from(long first, long count) {
        return LongStream.range(first, first + count).iterator();
    }
}
