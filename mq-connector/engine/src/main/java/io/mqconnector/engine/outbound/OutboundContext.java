// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the stripes of one producer share. Immutable; its parts are thread-safe.
 *
 * @param lanes every lane there is
 * @param outcomes tells callers
 * @param retry tries again what was not written; null when nothing is
 * @param drainTimeout how long a producer that is replaced may take for what it has in flight
 * @param executor runs what may block; what it does not take any more, because the connector's threads have ended, runs on
 *     the thread that asks: nobody else would close what it is about
 * @param timer starts work on the executor later; takes no lock
 * @param nanoTime the clock
 */
record OutboundContext(
        Lanes lanes,
        Outcomes outcomes,
        @Nullable RetryPolicy retry,
        Duration drainTimeout,
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
}
