// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Those that want a change while another one is made: all that have come by its end are the next one together. Thread-safe;
 * a thread is only used while somebody waits.
 */
final class ChangeQueue implements AutoCloseable {
    private final Executor executor;
    private final Consumer<List<ChangeRequest>> making;
    private final Consumer<ChangeRequest> refusing;
    private final BiConsumer<ChangeRequest, Throwable> failing;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: those that wait for the next change. */
    private List<ChangeRequest> waiting = new ArrayList<>();
    /** Guarded by {@link #lock}. */
    private boolean isRunning;
    /** Set once, under {@link #lock}. */
    private volatile boolean closed;

    /**
     * @param executor where changes are made, one after the other
     * @param making makes one; throws nothing
     * @param refusing tells one that comes too late
     * @param failing tells one that could not even be begun
     */
    ChangeQueue(
            Executor executor,
            Consumer<List<ChangeRequest>> making,
            Consumer<ChangeRequest> refusing,
            BiConsumer<ChangeRequest, Throwable> failing) {
        this.executor = executor;
        this.making = making;
        this.refusing = refusing;
        this.failing = failing;
    }

    /** Has it made; returns at once. */
    void submit(ChangeRequest request) {
        boolean isFirst = false;
        boolean isTooLate;
        lock.lock();
        try {
            isTooLate = closed;
            if (!isTooLate) {
                waiting.add(request);
                isFirst = !isRunning;
                isRunning = true;
            }
        } finally {
            lock.unlock();
        }
        if (isTooLate) {
            refusing.accept(request);
        } else if (isFirst) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                // the connector's threads have ended
                close();
            } catch (RuntimeException | Error e) {
                // no thread to be had just now: whoever comes next tries again, and nobody waits for ever
                notBegun(e);
            }
        }
    }

    private void notBegun(Throwable cause) {
        List<ChangeRequest> left;
        lock.lock();
        try {
            isRunning = false;
            left = waiting;
            waiting = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        left.forEach(request -> failing.accept(request, cause));
    }

    /** After all that have come meanwhile; for those whose change is being made. */
    void putBack(List<ChangeRequest> requests) {
        boolean isTooLate;
        lock.lock();
        try {
            isTooLate = closed;
            if (!isTooLate) {
                waiting.addAll(requests);
            }
        } finally {
            lock.unlock();
        }
        if (isTooLate) {
            requests.forEach(refusing);
        }
    }

    /** Whether somebody but the sources wants something. */
    boolean isChangeWaiting() {
        lock.lock();
        try {
            return waiting.stream().anyMatch(request -> !request.isOfSource());
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for the change under way to end. */
    int waitingCount() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses all that wait, and all that come. */
    @Override
    public void close() {
        List<ChangeRequest> left;
        lock.lock();
        try {
            closed = true;
            left = waiting;
            waiting = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        left.forEach(refusing);
    }

    private void run() {
        while (true) {
            List<ChangeRequest> batch;
            lock.lock();
            try {
                batch = waiting;
                waiting = new ArrayList<>();
                if (batch.isEmpty()) {
                    isRunning = false;
                    return;
                }
            } finally {
                lock.unlock();
            }
            making.accept(batch);
        }
    }
}
