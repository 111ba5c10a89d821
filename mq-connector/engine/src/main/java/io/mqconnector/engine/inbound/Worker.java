// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqDelivery;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run of a worker: the endpoint it delivers to, and what it is delivering just now. For the worker's thread, but for
 * {@link #look}.
 *
 * <p>The endpoint is acquired with the first record and replaced when it has become unavailable.
 */
final class Worker {
    /** In {@link #current} while the thread is being interrupted. */
    private static final Object INTERRUPTING = new Object();

    private static final int SAMPLE_MASK = 7;

    private final EndpointSource source;
    private final Surroundings surroundings;
    private final InboundCounters counters;
    private final Thread thread = Thread.currentThread();
    private @Nullable Endpoint held;

    /** Slices served. */
    private int slices;
    /** Calls of the slice that are more than its turns. */
    private int moreCalls;

    /** The delivery or batch under way; written by the worker, and by whoever interrupts it. */
    private final AtomicReference<@Nullable Object> current = new AtomicReference<>();

    /** Handed over by way of {@link #current}. */
    private boolean wasInterrupted;

    /** What was under way at the last look; confined to who looks, as are those below. */
    private @Nullable Object seen;

    private long seenSinceNanos;
    private boolean isInterrupted;
    private boolean isReported;

    Worker(EndpointSource source, Surroundings surroundings, InboundCounters counters) {
        this.source = source;
        this.surroundings = surroundings;
        this.counters = counters;
    }

    /** Delivers a record; as {@link Endpoint#deliver(MqDelivery)}. */
    void deliver(Delivery delivery) throws Exception {
        var endpoint = acquired();
        current.setRelease(delivery);
        try {
            surroundings.deliver(endpoint, delivery);
        } catch (EndpointUnavailableException e) {
            release();
            throw e;
        } finally {
            ended(delivery);
        }
    }

    /** Delivers a batch; as {@link Endpoint#deliver(List)}. */
    void deliver(List<MqDelivery> batch) throws Exception {
        var endpoint = acquired();
        current.setRelease(batch);
        try {
            surroundings.deliver(endpoint, batch);
        } catch (EndpointUnavailableException e) {
            release();
            throw e;
        } finally {
            ended(batch);
        }
    }

    /** Whether the slice that has just been served is one of those that are timed: the first, then one in eight. */
    boolean isSample() {
        return (slices++ & SAMPLE_MASK) == 0;
    }

    /**
     * A turn took more than one call, or was not counted as one.
     *
     * @param calls that come to those of the turns
     */
    void more(int calls) {
        moreCalls += calls;
    }

    /** What {@link #more} has said of this slice so far. */
    int moreCalls() {
        return moreCalls;
    }

    /** Begins the next slice. */
    void beginSlice() {
        moreCalls = 0;
    }

    /** Ends the use of the endpoint. */
    void release() {
        var endpoint = held;
        held = null;
        if (endpoint != null) {
            endpoint.release();
        }
    }

    /**
     * Looks at what is under way, from time to time; by one thread at a time. A delivery is first seen some time after it
     * has begun: its age is never overstated.
     *
     * @param nowNanos the time
     * @param timeoutNanos when to interrupt the thread; 0 for never
     * @return for how long the present delivery has been seen; -1 if there is none
     */
    long look(long nowNanos, long timeoutNanos) {
        var now = current.getAcquire();
        if (now == null || now == INTERRUPTING) {
            seen = null;
            return -1;
        }
        if (now != seen) {
            seen = now;
            seenSinceNanos = nowNanos;
            isInterrupted = false;
            isReported = false;
        }
        long age = nowNanos - seenSinceNanos;
        if (timeoutNanos > 0 && age >= timeoutNanos && !isInterrupted) {
            isInterrupted = true;
            interrupt(now);
        }
        return age;
    }

    /** Whether this delivery has not been reported as stuck before; after {@link #look}, by the same thread. */
    boolean reportsFirst() {
        boolean isFirst = !isReported;
        isReported = true;
        return isFirst;
    }

    /** What was seen last, for people; after {@link #look}, by the same thread. */
    @Nullable
    MqDelivery seen() {
        if (seen instanceof List<?> batch && !batch.isEmpty() && batch.get(0) instanceof MqDelivery delivery) {
            return delivery;
        }
        return seen instanceof MqDelivery delivery ? delivery : null;
    }

    /** The thread it is under way on. */
    Thread thread() {
        return thread;
    }

    /** Only that delivery: the worker cannot leave it meanwhile. */
    private void interrupt(Object delivery) {
        if (current.compareAndSet(delivery, INTERRUPTING)) {
            counters.timedOut.increment();
            wasInterrupted = true;
            thread.interrupt();
            current.set(delivery);
        }
    }

    private void ended(Object delivery) {
        while (!current.compareAndSet(delivery, null)) {
            // being interrupted: that takes a moment
            Thread.onSpinWait();
        }
        if (wasInterrupted) {
            wasInterrupted = false;
            // the thread belongs to the pool: the interrupt was meant for this delivery
            Thread.interrupted();
        }
    }

    private Endpoint acquired() throws EndpointUnavailableException {
        var endpoint = held;
        if (endpoint == null) {
            endpoint = source.acquire();
            held = endpoint;
        }
        return endpoint;
    }
}
