// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is taken at most four times a second: whoever reads all metrics reads each snapshot once, and what was
 * read together fits together. Thread-safe; two readers may take one each.
 *
 * @param <T> the snapshot, immutable
 */
public final class Recent<T> implements Supplier<T> {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<T> source;
    private final LongSupplier nanoTime;
    /** Replaced whole. */
    private volatile @Nullable Reading<T> last;

    private record Reading<T>(T value, long nanos) {}

    /**
     * @param source takes the snapshot
     * @param nanoTime the clock
     */
    public Recent(Supplier<T> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public T get() {
        long now = nanoTime.getAsLong();
        var known = last;
        if (known != null && now - known.nanos < FRESH_NANOS) {
            return known.value;
        }
        var value = source.get();
        last = new Reading<>(value, now);
        return value;
    }
}
