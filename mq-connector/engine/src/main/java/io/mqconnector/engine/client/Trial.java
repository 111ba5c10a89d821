// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread's trying out of what a change of the configuration needs, which somebody else may cut short: waiting for a cluster
 * that does not answer is what takes long of it. Begun and closed by that thread, not one within another; cut short by any.
 */
public final class Trial implements AutoCloseable {
    /** Taken away by {@link #close()}, so that no thread of a pool keeps it. */
    private static final ThreadLocal<Trial> CURRENT = new ThreadLocal<>();

    private final CompletableFuture<Void> cut = new CompletableFuture<>();

    private Trial() {}

    /** Begins one on this thread. */
    public static Trial begin() {
        var trial = new Trial();
        CURRENT.set(trial);
        return trial;
    }

    /** Whoever waits for an answer does so no more. */
    public void cutShort() {
        cut.complete(null);
    }

    /** Whether it has been, if that mattered or not. */
    public boolean isCutShort() {
        return cut.isDone();
    }

    @Override
    public void close() {
        CURRENT.remove();
    }

    /**
     * Waits for an answer.
     *
     * @param limit longest wait
     * @throws MqConnectionException with {@link MqErrorCode#INTERRUPTED} if this thread's trial is cut short before
     */
    public static <T> T await(CompletableFuture<T> answer, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        var trial = CURRENT.get();
        if (trial != null) {
            CompletableFuture.anyOf(answer, trial.cut).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!answer.isDone()) {
                throw new MqConnectionException(
                        MqErrorCode.INTERRUPTED, "given up for now: something else is to be changed", null, true);
            }
        }
        return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
