// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one connector in Java SE; nobody else in the engine starts one. Daemons, all gone after {@link #close}.
 */
final class ConnectorThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    /** Poll loops, workers and whatever else may block: as many threads as there is work, ended when idle. */
    final ExecutorService workers;
    /** Builds Kafka clients. */
    final ExecutorService clients;
    /** Short tasks only: it starts work, it does none. */
    final ScheduledThreadPoolExecutor timer;

    ConnectorThreads(String connector) {
        workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory("mq-" + connector + "-worker-"));
        clients = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory("mq-" + connector + "-clients-"));
        timer = new ScheduledThreadPoolExecutor(1, factory("mq-" + connector + "-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Stops taking work; what still runs is a listener that does not return, on a daemon thread. */
    @Override
    public void close() {
        timer.shutdownNow();
        clients.shutdown();
        workers.shutdown();
    }

    private static ThreadFactory factory(String prefix) {
        var serial = new AtomicInteger();
        var loader = ConnectorThreads.class.getClassLoader();
        return task -> {
            var thread = new Thread(task, prefix + serial.incrementAndGet());
            thread.setDaemon(true);
            // not the creating thread's: that may be an application's
            thread.setContextClassLoader(loader);
            return thread;
        };
    }
}
