// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so, on the test's thread. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
    public record Task(Runnable action, long delayNanos) {}

    public final Deque<Task> tasks = new ArrayDeque<>();
    boolean rejects;
    /** Whether time passes at once. */
    boolean runsAtOnce;

    public ManualTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        if (rejects) {
            throw new RejectedExecutionException("closed");
        }
        if (runsAtOnce) {
            action.run();
            return super.schedule(() -> {}, Long.MAX_VALUE >> 1, TimeUnit.NANOSECONDS);
        }
        tasks.add(new Task(action, unit.toNanos(delay)));
        // a future that never runs by itself
        return super.schedule(() -> {}, Long.MAX_VALUE >> 1, TimeUnit.NANOSECONDS);
    }

    /** Runs the oldest task. */
    public void fire() {
        tasks.remove().action().run();
    }
}
