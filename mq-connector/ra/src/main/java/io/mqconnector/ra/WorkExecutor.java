// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.engine.inbound.WorkerTask;
import io.mqconnector.engine.log.MqLog;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs workers on a server's work manager, first come, first served, on some of its threads at most: default work managers
 * have about 50, for all resource adapters together.
 *
 * <p>A work runs tasks until none waits. If the work manager takes no work, the tasks that wait are handed back as rejected,
 * unless another work is there to run them. Thread-safe.
 */
final class WorkExecutor implements Executor {
    private final MqLog log = MqLog.of(WorkExecutor.class);
    private final WorkManager workManager;
    private final Executor starter;
    private final int workCount;
    private final MqLog.Limit rejections = new MqLog.Limit(System::nanoTime);

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<WorkerTask> waiting = new ArrayDeque<>();
    /** Guarded by {@link #lock}: works handed to the work manager and not yet ended. */
    private int activeCount;

    /**
     * @param workManager the server's
     * @param starter hands over what is to be run: a full or stopping server may hold its caller for as long as it likes,
     *     and nobody of ours can wait for it
     * @param workCount threads at most, at least 1
     */
    WorkExecutor(WorkManager workManager, Executor starter, int workCount) {
        this.workManager = workManager;
        this.starter = starter;
        this.workCount = workCount;
    }

    /**
     * @throws RejectedExecutionException never; a task that cannot run is handed back by {@link WorkerTask#rejected()}
     */
    @Override
    public void execute(Runnable task) {
        if (!(task instanceof WorkerTask worker)) {
            throw new IllegalArgumentException("not a worker: " + task);
        }
        boolean start;
        lock.lock();
        try {
            waiting.add(worker);
            start = activeCount < workCount;
            if (start) {
                activeCount++;
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            startWork();
        }
    }

    private void startWork() {
        var work = new QueuedTasks();
        try {
            starter.execute(() -> schedule(work));
        } catch (RejectedExecutionException e) {
            work.notTaken(e);
        }
    }

    private void schedule(QueuedTasks work) {
        try {
            workManager.scheduleWork(work, WorkManager.INDEFINITE, null, work);
        } catch (WorkException | RuntimeException e) {
            work.notTaken(e);
        }
    }

    private @Nullable WorkerTask next() {
        lock.lock();
        try {
            var task = waiting.poll();
            if (task == null) {
                activeCount--;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** This thread is lost; another takes over. */
    private void abandoned() {
        boolean start;
        lock.lock();
        try {
            start = !waiting.isEmpty();
            if (!start) {
                activeCount--;
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            startWork();
        }
    }

    private void rejected(Throwable why) {
        List<WorkerTask> back;
        lock.lock();
        try {
            activeCount--;
            back = activeCount == 0 ? new ArrayList<>(waiting) : List.of();
            if (activeCount == 0) {
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
        if (!back.isEmpty() && rejections.permits()) {
            log.workRejected(back.size(), why);
        }
        back.forEach(WorkerTask::rejected);
    }

    /** Runs what waits. Each is started once, by one thread; the work manager may tell of it on others. */
    private final class QueuedTasks implements Work, WorkListener {
        /** Run or not taken, and that once, whatever a work manager says: some reject by event and exception. */
        private final AtomicBoolean settled = new AtomicBoolean();

        @Override
        public void run() {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            WorkerTask task;
            while ((task = next()) != null) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.unexpected("a worker", e);
                } catch (Error e) {
                    abandoned();
                    throw e;
                }
            }
        }

        void notTaken(@Nullable Throwable why) {
            if (settled.compareAndSet(false, true)) {
                rejected(why == null ? new WorkRejectedException("the server gives no reason") : why);
            }
        }

        /** A hint that the server wants its thread; a turn is short enough. */
        @Override
        public void release() {}

        @Override
        public void workAccepted(WorkEvent event) {}

        @Override
        public void workRejected(WorkEvent event) {
            notTaken(event.getException());
        }

        @Override
        public void workStarted(WorkEvent event) {}

        /** With an exception and without ever having been run, if the server could not set its context up. */
        @Override
        public void workCompleted(WorkEvent event) {
            notTaken(event.getException());
        }
    }
}
