// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why the sources are not gone by, if they are not, and when the same may be tried again: wrong credentials lock users out.
 * Confined to the change under way, but for what the problems are.
 */
final class RefusedSources {
    /** Until the same is tried again after a refusal; doubled each time. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final LongSupplier nanoTime;
    /** Empty when they are gone by. Written by the change under way. */
    private volatile List<String> problems = List.of();
    /** What they wanted, if that is known. */
    private @Nullable ConfigPlan plan;

    private long triedNanos;
    private long pauseNanos;

    /** @param nanoTime the clock for durations */
    RefusedSources(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Empty when they are gone by; for any thread. */
    List<String> problems() {
        return problems;
    }

    /** Whether they are not gone by; for any thread. */
    boolean isAny() {
        return !problems.isEmpty();
    }

    /** Whether the same has been refused so lately that it is not to be tried again. */
    boolean isTooSoon(ConfigPlan wanted) {
        return isRefusedBefore(wanted) && nanoTime.getAsLong() - triedNanos < pauseNanos;
    }

    /**
     * What they want was refused, or not even tried because it was too soon.
     *
     * @param wanted if that is known
     * @return whether it is for other reasons than before
     */
    boolean refused(List<String> reasons, @Nullable ConfigPlan wanted) {
        boolean isSame = isRefusedBefore(wanted);
        if (wanted == null || !isTooSoon(wanted)) {
            // not by the reasons: they may name another client, another broker each time
            pauseNanos = isSame ? Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS) : FIRST_PAUSE_NANOS;
            triedNanos = nanoTime.getAsLong();
        }
        plan = wanted;
        // of the same, another number makes no news: that of another client, another broker
        boolean isNews = isSame ? !withoutNumbers(reasons).equals(withoutNumbers(problems)) : !reasons.equals(problems);
        problems = reasons;
        return isNews;
    }

    /** They are gone by. */
    void clear() {
        problems = List.of();
        plan = null;
    }

    private static List<String> withoutNumbers(List<String> reasons) {
        return reasons.stream()
                .map(reason -> NUMBER.matcher(reason).replaceAll("#"))
                .toList();
    }

    private boolean isRefusedBefore(@Nullable ConfigPlan wanted) {
        var before = plan;
        return wanted != null && before != null && wanted.isSameAs(before);
    }
}
