// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.Trial;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who goes first. What the sources want gives way, while it is prepared, to whatever else is to be changed: brokers that do not
 * answer must not keep an operator, nor whoever corrects them, waiting (ADR 20).
 *
 * <p>Confined to the change under way, of which there is one at a time; {@link #giveWay} is for any thread.
 */
final class RightOfWay {
    /** What the sources want is prepared for so long before it gives way to whatever has come meanwhile. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** So often in a row; then it is seen through. */
    private static final int MOST_IN_A_ROW = 3;

    private final Supplier<?> state;
    private final BooleanSupplier isChangeWaiting;
    private final Executor executor;
    private final LongSupplier nanoTime;

    /** What is prepared and may give way; null when there is nothing. Written by the change under way. */
    private volatile @Nullable Attempt attempt;
    /** How often in a row what the sources want has given way; of the change under way. */
    private int givenWayCount;

    /**
     * What the sources want, as long as it is prepared.
     *
     * @param state what they said
     * @param isWithOthers whether somebody else's change is part of it, which can be made without it
     * @param sinceNanos when that began
     */
    private record Attempt(Trial trial, Object state, boolean isWithOthers, long sinceNanos) {}

    /**
     * @param state what the sources say, to be compared
     * @param isChangeWaiting whether somebody but the sources wants something
     * @param executor where the sources are asked
     * @param nanoTime the clock for durations
     */
    RightOfWay(Supplier<?> state, BooleanSupplier isChangeWaiting, Executor executor, LongSupplier nanoTime) {
        this.state = state;
        this.isChangeWaiting = isChangeWaiting;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Whether what the sources want has given way and has not come to an end since; others do without it until then. */
    boolean hasGivenWay() {
        return givenWayCount > 0;
    }

    /** What the sources want has come to an end: it is in force, or refused. */
    void end() {
        givenWayCount = 0;
    }

    /**
     * Prepares what the sources want, or gives way meanwhile, unless that has happened too often in a row.
     *
     * @param said what the sources say
     * @param isWithOthers whether somebody else's change is part of it, which can be made without it
     * @param preparing waits for answers by {@link Trial#await} only
     * @return what was prepared; null if it has given way
     */
    <T> @Nullable T prepared(Object said, boolean isWithOthers, Supplier<T> preparing) {
        if (givenWayCount == MOST_IN_A_ROW) {
            return preparing.get();
        }
        try (var trial = Trial.begin()) {
            attempt = new Attempt(trial, said, isWithOthers, nanoTime.getAsLong());
            try {
                return preparing.get();
            } catch (MqException e) {
                if (!trial.isCutShort()) {
                    throw e;
                }
                givenWayCount++;
                return null;
            } finally {
                attempt = null;
            }
        }
    }

    /**
     * Cuts short the preparing of what the sources want, if that takes its time and something else is to be changed. To be
     * called now and then while it is prepared; does not wait.
     */
    void giveWay() {
        if (attempt != null) {
            try {
                executor.execute(this::cutShort);
            } catch (RejectedExecutionException e) {
                // the connector's threads have ended
            }
        }
    }

    /** Goes by one and the same attempt: the next one, if there is one by now, has its own patience. */
    private void cutShort() {
        var tried = attempt;
        if (tried != null
                && nanoTime.getAsLong() - tried.sinceNanos >= PATIENCE_NANOS
                && (tried.isWithOthers
                        || isChangeWaiting.getAsBoolean()
                        || !state.get().equals(tried.state))) {
            tried.trial.cutShort();
        }
    }
}
