// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.log.MqLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives ready mailboxes to workers, of which a subscription has a fixed number at most.
 *
 * <p>A worker is a short task on an executor, not a thread of its own: it serves mailboxes until none is ready. One lock
 * and one new task per poll; a worker that leaves work behind starts the next. A rejected task is offered again from the
 * timer. Thread-safe.
 */
final class MailboxScheduler {
    /** Long enough to spread the cost of changing hands, short enough that no key waits for another: measured. */
    static final long SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final long REOFFER_MILLIS = 10;

    private final MqLog log = MqLog.of(MailboxScheduler.class);
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final int workerCount;
    private final ClassLoader applicationLoader;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<Mailbox> ready = new ArrayDeque<>();
    /** Guarded by {@link #lock}: tasks handed to the executor and not yet ended. */
    private int activeCount;

    /** Who is serving now; guarded by its own concurrency. */
    private final Set<Thread> serving = ConcurrentHashMap.newKeySet();

    /** No record is started while set; written by any thread. */
    private volatile boolean paused;

    MailboxScheduler(
            Executor executor, ScheduledExecutorService timer, int workerCount, ClassLoader applicationLoader) {
        this.executor = executor;
        this.timer = timer;
        this.workerCount = workerCount;
        this.applicationLoader = applicationLoader;
    }

    void pause() {
        paused = true;
    }

    /** Ends a pause; the poll threads then offer their mailboxes again. */
    void resume() {
        paused = false;
    }

    boolean isPaused() {
        return paused;
    }

    /** Queues one mailbox that has just become ready. */
    void ready(Mailbox mailbox) {
        boolean start;
        lock.lock();
        try {
            ready.add(mailbox);
            start = claimWorker();
        } finally {
            lock.unlock();
        }
        if (start) {
            startWorker();
        }
    }

    /** Queues all mailboxes that one poll has made ready. */
    void ready(List<Mailbox> mailboxes) {
        boolean start;
        lock.lock();
        try {
            ready.addAll(mailboxes);
            start = claimWorker();
        } finally {
            lock.unlock();
        }
        if (start) {
            startWorker();
        }
    }

    /** Serves mailboxes until none is ready: what a worker does. */
    void work() {
        var thread = Thread.currentThread();
        var contextBefore = thread.getContextClassLoader();
        thread.setContextClassLoader(applicationLoader);
        serving.add(thread);
        try {
            Mailbox back = null;
            while (true) {
                Mailbox mailbox;
                boolean start;
                lock.lock();
                try {
                    if (back != null) {
                        ready.add(back);
                    }
                    mailbox = ready.poll();
                    if (mailbox == null) {
                        activeCount--;
                        return;
                    }
                    start = claimWorker();
                } finally {
                    lock.unlock();
                }
                if (start) {
                    startWorker();
                }
                back = serve(mailbox);
            }
        } finally {
            serving.remove(thread);
            thread.setContextClassLoader(contextBefore);
        }
    }

    /** Whether this thread is in a listener of ours. */
    boolean isServing(Thread thread) {
        return serving.contains(thread);
    }

    private @Nullable Mailbox serve(Mailbox mailbox) {
        try {
            return mailbox.serve(SLICE_NANOS) ? mailbox : null;
        } catch (RuntimeException e) {
            log.unexpected("a worker", e);
            return null;
        }
    }

    /** Under the lock: whether one more worker is wanted, which is then counted. */
    private boolean claimWorker() {
        if (ready.isEmpty() || activeCount >= workerCount) {
            return false;
        }
        activeCount++;
        return true;
    }

    private void startWorker() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            reoffer();
        }
    }

    /** A server's work manager may be full for a moment; a closed connector stays so. */
    private void reoffer() {
        try {
            var unused = timer.schedule(this::startWorker, REOFFER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            lock.lock();
            try {
                activeCount--;
            } finally {
                lock.unlock();
            }
        }
    }
}
