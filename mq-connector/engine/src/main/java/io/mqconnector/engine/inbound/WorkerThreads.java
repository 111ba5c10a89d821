// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where workers run. Immutable.
 *
 * @param executor runs each worker as one {@link WorkerTask}; may reject it, at once with
 *     {@link java.util.concurrent.RejectedExecutionException} or later, and is then asked again
 * @param turn how long a task lasts at most, roughly, when there are others that want the executor's threads, as a server's
 *     work manager has; null if it has threads for all
 */
public record WorkerThreads(Executor executor, @Nullable Duration turn) {
    public WorkerThreads {
        requireNonNull(executor, "executor");
        if (turn != null && (turn.isZero() || turn.isNegative())) {
            throw new IllegalArgumentException("turn " + turn + " is not positive");
        }
    }
}
