// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.log.MqLog;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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
    private static final long NEVER = Long.MAX_VALUE;

    private final MqLog log = MqLog.of(MailboxScheduler.class);
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final ClassLoader applicationLoader;
    private final EndpointSource endpoints;
    private final Surroundings surroundings;
    private final InboundCounters counters;
    private final long turnNanos;
    private final LongSupplier nanoTime;
    private final MqLog.Limit unavailableWarnings;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<Mailbox> ready = new ArrayDeque<>();
    /** Guarded by {@link #lock}: tasks handed to the executor and not yet ended. */
    private int activeCount;

    /** Guarded by {@link #lock}: how many tasks there may be. */
    private int workerCount;

    /** Who is serving now; guarded by its own concurrency. */
    private final ConcurrentHashMap<Thread, Worker> serving = new ConcurrentHashMap<>();

    /** No record is started while set; written by any thread. */
    private volatile boolean paused;
    /** How often a pause has ended; its own atomicity. */
    private final AtomicInteger resumeCount = new AtomicInteger();

    /**
     * @param workers runs workers
     * @param timer offers again what was rejected
     * @param workerCount how many at most
     * @param applicationLoader the context class loader of workers
     * @param endpoints what they deliver to
     * @param surroundings what is around each delivery
     * @param counters of the subscription
     * @param nanoTime the clock
     */
    MailboxScheduler(
            WorkerThreads workers,
            ScheduledExecutorService timer,
            int workerCount,
            ClassLoader applicationLoader,
            EndpointSource endpoints,
            Surroundings surroundings,
            InboundCounters counters,
            LongSupplier nanoTime) {
        this.executor = workers.executor();
        this.timer = timer;
        this.workerCount = workerCount;
        this.applicationLoader = applicationLoader;
        this.endpoints = endpoints;
        this.surroundings = surroundings;
        this.counters = counters;
        this.turnNanos = workers.turn() == null ? NEVER : workers.turn().toNanos();
        this.nanoTime = nanoTime;
        this.unavailableWarnings = new MqLog.Limit(nanoTime);
    }

    /** Shared by the mailboxes: when they have no endpoint, they have none together. */
    MqLog.Limit unavailableWarnings() {
        return unavailableWarnings;
    }

    void pause() {
        paused = true;
    }

    /** Ends a pause; the poll threads then offer their mailboxes again. */
    void resume() {
        paused = false;
        resumeCount.incrementAndGet();
    }

    /** How often a pause has ended: one may be over before a poll thread has seen it. */
    int resumeCount() {
        return resumeCount.get();
    }

    boolean isPaused() {
        return paused;
    }

    /** Changes how many workers there may be; those beyond end after the slice they are in. */
    void workerCount(int count) {
        boolean start;
        lock.lock();
        try {
            workerCount = count;
            start = claimWorker();
        } finally {
            lock.unlock();
        }
        if (start) {
            startWorker();
        }
    }

    /** Those that are serving just now. */
    Collection<Worker> serving() {
        return serving.values();
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

    /** Serves mailboxes until none is ready or its turn on the executor is over: what a worker does. */
    void work() {
        var thread = Thread.currentThread();
        var contextBefore = thread.getContextClassLoader();
        thread.setContextClassLoader(applicationLoader);
        var worker = new Worker(endpoints, surroundings, counters);
        serving.put(thread, worker);
        boolean turnOver = false;
        try {
            long began = turnNanos == NEVER ? 0 : nanoTime.getAsLong();
            Mailbox back = null;
            while (true) {
                Mailbox mailbox;
                boolean start;
                turnOver = turnNanos != NEVER && nanoTime.getAsLong() - began >= turnNanos;
                lock.lock();
                try {
                    if (back != null) {
                        ready.add(back);
                    }
                    if (turnOver && !ready.isEmpty()) {
                        // still counted as active: it goes on as a task of its own
                        return;
                    }
                    turnOver = false;
                    mailbox = activeCount > workerCount ? null : ready.poll();
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
                back = serve(mailbox, worker);
            }
        } finally {
            try {
                worker.release();
            } finally {
                serving.remove(thread);
                thread.setContextClassLoader(contextBefore);
                if (turnOver) {
                    startWorker();
                }
            }
        }
    }

    /** Whether this thread is in a listener of ours. */
    boolean isServing(Thread thread) {
        return serving.containsKey(thread);
    }

    private @Nullable Mailbox serve(Mailbox mailbox, Worker worker) {
        try {
            return mailbox.serve(worker, SLICE_NANOS) ? mailbox : null;
        } catch (RuntimeException | Error e) {
            // or it would not be counted as ended, and its mailbox would be forgotten
            log.unexpected("a worker", e);
            mailbox.offerLater();
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
            executor.execute(new Turn());
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // the second when no thread can be made: the worker is counted, and must come
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

    private final class Turn implements WorkerTask {
        @Override
        public void run() {
            work();
        }

        @Override
        public void rejected() {
            reoffer();
        }
    }
}
