// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.log.MqLog;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be handled one after another: with ordering PARTITION, those of one partition for one assignment.
 *
 * <p>The poll thread adds runs; a mailbox with work is in the {@link MailboxScheduler}'s queue exactly once and is served
 * by one worker at a time for a short slice, so that an idle or waiting mailbox holds no thread. After a failure it waits
 * on the timer, not on a worker.
 *
 * <pre>
 *   IDLE --offer--&gt; READY --serve--&gt; RUNNING --no more--&gt; IDLE
 *                     ^                 |--slice over--&gt; READY
 *                     '----timer---- WAITING &lt;--failed--'
 * </pre>
 *
 * Each transition is one compare-and-set or a store by the only thread that may leave the state.
 */
final class Mailbox {
    private static final int IDLE = 0;
    private static final int READY = 1;
    private static final int RUNNING = 2;
    private static final int WAITING = 3;

    /** The clock is read after the first and each 16th record of a slice: it costs as much as a trivial handler. */
    private static final int CLOCK_MASK = 15;

    private static final long UNAVAILABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_UNAVAILABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MqLog log = MqLog.of(Mailbox.class);
    private final String listenerName;
    private final Frontier frontier;
    private final Backoff backoff;
    private final InboundCounters counters;
    private final MailboxScheduler scheduler;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger state = new AtomicInteger(IDLE);

    /** The run being delivered; confined to the serving worker, handed on through {@link #state}. */
    private @Nullable Run current;
    /** Deliveries of the record at the head, counting the next; same confinement. */
    private int attempt = 1;
    /** The next pause when there is no endpoint; same confinement. */
    private long unavailableNanos = UNAVAILABLE_NANOS;

    /** Set once by the poll thread: no record is started any more. */
    private volatile boolean closed;
    /** Who waits for the record being handled to finish; set before {@link #closed}. */
    private volatile @Nullable Thread closer;

    Mailbox(
            String listenerName,
            Frontier frontier,
            Backoff backoff,
            InboundCounters counters,
            MailboxScheduler scheduler,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.listenerName = listenerName;
        this.frontier = frontier;
        this.backoff = backoff;
        this.counters = counters;
        this.scheduler = scheduler;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Adds records; by the poll thread.
     *
     * @return whether the caller must put this mailbox into the ready queue
     */
    boolean offer(Run run) {
        runs.add(run);
        return becomeReady();
    }

    /**
     * Makes a mailbox that was left alone during a pause ready again; by the poll thread.
     *
     * @return whether the caller must put it into the ready queue
     */
    boolean resume() {
        return becomeReady();
    }

    /**
     * Delivers for one slice; by a worker that took this from the ready queue.
     *
     * @param endpoint the worker's
     * @param sliceNanos how long, roughly
     * @return whether it is ready again and must be put back into the queue
     */
    boolean serve(Endpoint endpoint, long sliceNanos) {
        state.set(RUNNING);
        long start = nanoTime.getAsLong();
        int delivered = 0;
        boolean handedOver = false;
        try {
            while (!closed && !scheduler.isPaused()) {
                var run = current;
                if (run == null) {
                    run = runs.poll();
                    if (run == null) {
                        break;
                    }
                    current = run;
                }
                var record = run.records.get(run.next);
                if (!deliver(record, endpoint)) {
                    // the timer may already have given it to another worker: the state is no longer ours
                    handedOver = true;
                    return false;
                }
                delivered++;
                if (++run.next == run.records.size()) {
                    current = null;
                }
                if ((delivered == 1 || (delivered & CLOCK_MASK) == 0) && nanoTime.getAsLong() - start >= sliceNanos) {
                    break;
                }
            }
        } finally {
            counters.delivered.add(delivered);
            if (!handedOver) {
                state.set(IDLE);
            }
            var waiting = closer;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        }
        return becomeReady();
    }

    /** Starts no further record; by the poll thread, which then waits with {@link #awaitQuiet}. */
    void close(Thread closer) {
        this.closer = closer;
        closed = true;
    }

    /**
     * Waits until no record is being handled; after {@link #close}, by the thread named there.
     *
     * @param deadlineNanos on this mailbox's clock
     * @return whether that was reached
     */
    boolean awaitQuiet(long deadlineNanos) {
        while (state.get() == RUNNING) {
            long left = deadlineNanos - nanoTime.getAsLong();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    private boolean becomeReady() {
        return !closed
                && !scheduler.isPaused()
                && (current(state) || !runs.isEmpty())
                && state.compareAndSet(IDLE, READY);
    }

    /** Whether a run was left half delivered; reading the state first makes the worker's last write visible. */
    private boolean current(AtomicInteger state) {
        return state.get() == IDLE && current != null;
    }

    private boolean deliver(ConsumerRecord<byte[], byte[]> record, Endpoint endpoint) {
        try {
            if (attempt > 1) {
                counters.redelivered.increment();
            }
            var delivery = new Delivery(record, attempt);
            endpoint.deliver(delivery, delivery);
        } catch (EndpointUnavailableException e) {
            unavailable(record, e);
            return false;
        } catch (Throwable e) {
            // Error included: whatever a listener throws means that the record is not done
            failed(record, e);
            return false;
        }
        attempt = 1;
        unavailableNanos = UNAVAILABLE_NANOS;
        frontier.done(record.offset());
        return true;
    }

    private void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        counters.failed.increment();
        long pause = backoff.nanos(attempt);
        log.deliveryFailed(
                listenerName,
                record.topic(),
                record.partition(),
                record.offset(),
                attempt,
                TimeUnit.NANOSECONDS.toMillis(pause),
                failure);
        if (failure instanceof InterruptedException) {
            // the worker belongs to the pool: an interrupt that the listener took ends here
            Thread.interrupted();
        }
        if (attempt < Integer.MAX_VALUE) {
            attempt++;
        }
        waitFor(pause);
    }

    /** The record's turn comes again soon; it was not handed over, so no attempt is counted. */
    private void unavailable(ConsumerRecord<byte[], byte[]> record, EndpointUnavailableException why) {
        long pause = unavailableNanos;
        unavailableNanos = Math.min(2 * pause, MAX_UNAVAILABLE_NANOS);
        if (scheduler.unavailableWarnings().permits()) {
            log.endpointUnavailable(listenerName, record.topic(), record.partition(), record.offset(), why);
        }
        waitFor(pause);
    }

    private void waitFor(long nanos) {
        state.set(WAITING);
        try {
            var unused = timer.schedule(this::retry, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the connector is closing: the record stays undone and is delivered again after the restart
            state.set(IDLE);
        }
    }

    private void retry() {
        state.set(READY);
        scheduler.ready(this);
    }
}
