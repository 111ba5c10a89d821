// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the stripes of one producer share. Its parts are thread-safe.
 *
 * @param lanes every lane there is
 * @param outcomes tells callers
 * @param settings what can change while it runs; replaced whole
 * @param executor runs what may block; what it does not take any more, because the connector's threads have ended, runs on
 *     the thread that asks: nobody else would close what it is about
 * @param timer starts work on the executor later; takes no lock
 * @param nanoTime the clock
 */
record OutboundContext(
        Lanes lanes,
        Outcomes outcomes,
        AtomicReference<StripeSettings> settings,
        Executor executor,
        ScheduledExecutorService timer,
        LongSupplier nanoTime) {
    OutboundContext {
        var own = executor;
        executor = task -> {
            try {
                own.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    /** Tries again what was not written; null when nothing is. */
    @Nullable
    RetryPolicy retry() {
        return settings.get().retry();
    }

    /** How long a producer that is replaced may take for what it has in flight. */
    Duration drainTimeout() {
        return settings.get().drainTimeout();
    }
}
