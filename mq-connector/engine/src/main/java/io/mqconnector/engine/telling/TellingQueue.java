// SPDX-License-Identifier: MIT
package io.mqconnector.engine.telling;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for somebody to be told: one thing after the other, in order, on a thread that nothing waits for and that is only
 * used while something waits. So many wait at most; whoever does not return must not fill the heap. Thread-safe.
 *
 * @param <T> what is told
 */
public final class TellingQueue<T> implements AutoCloseable {
    private final Audience<T> audience;
    private final int bound;
    private final Overflow overflow;
    private final @Nullable ClassLoader loader;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    /** Guarded by {@link #lock}: how many have been offered. */
    private long offeredCount;
    /** Guarded by {@link #lock}: whether somebody is telling. */
    private boolean telling;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    /** Who is told. */
    public interface Audience<T> {
        /** Hears of one thing; never two calls at a time. Throws what it likes. */
        void tell(T item) throws Exception;

        /** That has thrown; the next one is told all the same. Throws nothing. */
        void failed(T item, Throwable failure);

        /** Too many wait: one is not told. On the thread that offered the last one; throws nothing. */
        void dropped();
    }

    /** Which one is not told when too many wait. */
    public enum Overflow {
        /** The one that comes: what is waited for is kept, from its beginning. */
        NEWEST,
        /** The one that has waited longest: what is told is what has happened lately. */
        OLDEST
    }

    /**
     * @param audience who is told
     * @param bound how many wait at most, beside the one that is being told; at least 1
     * @param overflow which one is not told when more do
     * @param loader the context class loader around each call; null for that of the executor's thread
     * @param executor where calls are made
     */
    public TellingQueue(
            Audience<T> audience, int bound, Overflow overflow, @Nullable ClassLoader loader, Executor executor) {
        this.audience = audience;
        this.bound = bound;
        this.overflow = overflow;
        this.loader = loader;
        this.executor = executor;
    }

    /** Has it told, unless too many wait; returns at once. */
    public void offer(T item) {
        offerNumbered(number -> item);
    }

    /**
     * As {@link #offer}, of something that bears its number.
     *
     * @param made makes it, given how many have been offered with it; what is dropped has a number too, so that there is a gap.
     *     Called under the queue's lock, so that numbers are in order; not once it is closed
     */
    public void offerNumbered(LongFunction<? extends T> made) {
        boolean isDropped;
        boolean isFirst;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var item = made.apply(++offeredCount);
            isDropped = waiting.size() == bound;
            if (isDropped && overflow == Overflow.OLDEST) {
                waiting.remove();
            }
            if (!isDropped || overflow == Overflow.OLDEST) {
                waiting.add(item);
            }
            isFirst = !telling;
            telling = true;
        } finally {
            lock.unlock();
        }
        if (isDropped) {
            audience.dropped();
        }
        if (isFirst) {
            start();
        }
    }

    /** Forgets what waits, and takes nothing any more; what is being told is not waited for. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        try {
            executor.execute(this::tellAll);
        } catch (RejectedExecutionException e) {
            // the connector is closed: there is nobody left to tell
            notStarted(true);
        } catch (OutOfMemoryError e) {
            // no thread to be had just now: the next one that comes tries again
            notStarted(false);
        }
    }

    private void notStarted(boolean isForgotten) {
        lock.lock();
        try {
            telling = false;
            if (isForgotten) {
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellAll() {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        try {
            for (var next = next(); next != null; next = next()) {
                tell(next);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void tell(T item) {
        try {
            audience.tell(item);
        } catch (Exception | Error e) {
            // even an Error: it would end the telling of all that comes
            if (e instanceof InterruptedException) {
                // the thread belongs to the pool: an interrupt that was taken ends here
                Thread.interrupted();
            }
            audience.failed(item, e);
        }
    }

    private @Nullable T next() {
        lock.lock();
        try {
            var next = waiting.poll();
            if (next == null) {
                telling = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
