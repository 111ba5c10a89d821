// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one connector; nobody else in the engine starts one. Daemons, all gone after {@link #close}.
 *
 * <p>A thread remembers for life who was calling when it was made: class loader, protection domains, inheritable
 * variables. So that none of an application's stays behind, one thread makes them all, itself made with the connector. It
 * does nothing else: others wait for it, some with a lock held, and must not wait for anything but a thread.
 */
final class ConnectorThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    /** Compiled for Java 17, which has none. */
    private static final @Nullable Executor VIRTUAL = virtualThreads();

    /** Poll loops and whatever else may block: as many threads as there is work, ended when idle. */
    final ExecutorService tasks;
    /** Builds Kafka clients. */
    final ExecutorService clients;
    /** Short tasks only: it starts work, it does none, and calls nobody else's code. */
    final ScheduledThreadPoolExecutor timer;

    /** Makes threads, and nothing else. */
    private final ThreadPoolExecutor maker;

    ConnectorThreads(String connector) {
        maker = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> thread(task, "mq-" + connector + "-threads-1"));
        maker.prestartCoreThread();
        timer = new ScheduledThreadPoolExecutor(1, task -> thread(task, "mq-" + connector + "-timer-1"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.prestartCoreThread();
        tasks = pool("mq-" + connector + "-worker-");
        clients = pool("mq-" + connector + "-clients-");
    }

    /** A virtual thread for each task, from Java 21 on; else null. Holds nothing while no task runs. */
    @Nullable
    Executor virtual() {
        return VIRTUAL;
    }

    private static @Nullable Executor virtualThreads() {
        try {
            var start = MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
            return task -> {
                try {
                    var unused = (Thread) start.invokeExact(task);
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new IllegalStateException("Thread.startVirtualThread throws nothing checked", e);
                }
            };
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /** Stops taking work; what still runs is a listener that does not return, on a daemon thread. */
    @Override
    public void close() {
        clients.shutdown();
        tasks.shutdown();
        timer.shutdown();
        // not at once: whoever waits for a thread just now must not wait for ever
        maker.shutdown();
    }

    private ExecutorService pool(String prefix) {
        var serial = new AtomicInteger();
        ThreadFactory factory = task -> made(task, prefix + serial.incrementAndGet());
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /** Null, which the pool takes for a rejection, when the connector is closed. */
    private @Nullable Thread made(Runnable task, String name) {
        try {
            return CompletableFuture.supplyAsync(() -> thread(task, name), maker)
                    .join();
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    private static Thread thread(Runnable task, String name) {
        var thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ConnectorThreads.class.getClassLoader());
        return thread;
    }
}
