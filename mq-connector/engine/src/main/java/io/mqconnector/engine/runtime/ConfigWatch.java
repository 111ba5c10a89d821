// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.engine.config.ConfigKeys;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has the configuration read again from time to time: {@code mq.config.poll-interval} after the last time was done with.
 * Thread-safe.
 */
final class ConfigWatch implements AutoCloseable {
    private static final long GIVING_WAY_MILLIS = 100;

    private final Reconfiguration reconfiguration;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: the next look; null while one is under way. */
    private @Nullable Planned next;
    /** Guarded by {@link #lock}: looks planned so far. */
    private long turns;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    /**
     * A look to come.
     *
     * @param interval after which, from when it was planned
     * @param start what the timer holds
     */
    private record Planned(Duration interval, ScheduledFuture<?> start) {}

    /** @param timer starts each look, which is the executor's */
    ConfigWatch(Reconfiguration reconfiguration, ScheduledExecutorService timer) {
        this.reconfiguration = reconfiguration;
        this.timer = timer;
    }

    /** Begins to look. */
    void start() {
        lock.lock();
        try {
            plan(interval());
        } finally {
            lock.unlock();
        }
    }

    /** Looks after the interval that is in force now, if that is another: a day may be left of the old one. */
    void reschedule() {
        lock.lock();
        try {
            var interval = interval();
            if (next != null && !next.interval.equals(interval)) {
                next.start.cancel(false);
                plan(interval);
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration interval() {
        return reconfiguration.running().get(ConfigKeys.CONFIG_POLL_INTERVAL);
    }

    /** With {@link #lock} held. */
    private void plan(Duration interval) {
        if (closed) {
            return;
        }
        long turn = ++turns;
        try {
            next = new Planned(interval, timer.schedule(() -> look(turn), interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            // the connector is closing
        }
    }

    /** @param turn a look that was put off may have begun all the same */
    private void look(long turn) {
        lock.lock();
        try {
            if (turn != turns) {
                return;
            }
            next = null;
        } finally {
            lock.unlock();
        }
        var refresh = reconfiguration.refresh();
        giveWayUntil(refresh);
        var unused = refresh.thenRun(this::start);
    }

    /** While the sources are gone by, which may take long, something else may be wanted. */
    private void giveWayUntil(CompletableFuture<?> refreshed) {
        lock.lock();
        try {
            if (!closed && !refreshed.isDone()) {
                var unused = timer.schedule(
                        () -> {
                            reconfiguration.giveWay();
                            giveWayUntil(refreshed);
                        },
                        GIVING_WAY_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            // the connector is closing
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (next != null) {
                next.start.cancel(false);
            }
        } finally {
            lock.unlock();
        }
    }
}
