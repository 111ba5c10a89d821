// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An executor whose tasks run when the test says so, on the test's thread. */
public final class ManualExecutor implements Executor {
    public final Deque<Runnable> tasks = new ArrayDeque<>();
    public boolean rejects;

    @Override
    public void execute(Runnable task) {
        if (rejects) {
            throw new RejectedExecutionException("full");
        }
        tasks.add(task);
    }

    /** Runs tasks, and those they start, until none is left. */
    public void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
