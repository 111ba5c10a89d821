// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What all deliveries of one subscription share: its configuration as of now, its counters, whom it tells of trouble, its
 * clocks. Thread-safe.
 */
final class Deliveries {
    final InboundCounters counters;
    final ListenerEvents events;
    final DeadLetters deadLetters;
    final Outlets outlets;
    final MailboxScheduler scheduler;
    final LongSupplier nanoTime;
    final Clock clock;
    /** Whether the listener takes batches. */
    final boolean isBatch;
    /** A listener that fails may fail with each record. */
    final MqLog.Limit failureWarnings;
    /** And each may be given up. */
    final MqLog.Limit giveUpWarnings;

    private final ScheduledExecutorService timer;
    private final DoubleSupplier random;
    private final Runnable onStop;

    /** Replaced whole. */
    private volatile ListenerConfig config;
    /** Made from {@link #config}, replaced with it. */
    private volatile Backoff backoff;
    /** Set once a listener has ended its subscription; no record is started any more. */
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * @param config as of now
     * @param counters of the subscription
     * @param events of the subscription
     * @param deadLetters where records go that failed for good
     * @param outlets what the listener sends through
     * @param scheduler gives mailboxes to workers
     * @param isBatch whether the listener takes batches
     * @param timer for whatever has to wait
     * @param nanoTime the clock for durations
     * @param clock the time of day
     * @param random from 0 inclusive to 1 exclusive
     * @param onStop called once, when a listener ends its subscription
     */
    Deliveries(
            ListenerConfig config,
            InboundCounters counters,
            ListenerEvents events,
            DeadLetters deadLetters,
            Outlets outlets,
            MailboxScheduler scheduler,
            boolean isBatch,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            Clock clock,
            DoubleSupplier random,
            Runnable onStop) {
        this.config = config;
        this.counters = counters;
        this.events = events;
        this.deadLetters = deadLetters;
        this.outlets = outlets;
        this.scheduler = scheduler;
        this.isBatch = isBatch;
        this.failureWarnings = new MqLog.Limit(nanoTime);
        this.giveUpWarnings = new MqLog.Limit(nanoTime);
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.random = random;
        this.onStop = onStop;
        this.backoff = backoff(config);
    }

    static DoubleSupplier anyRandom() {
        return () -> ThreadLocalRandom.current().nextDouble();
    }

    ListenerConfig config() {
        return config;
    }

    /** Puts another configuration in force, for whatever happens from now on. */
    void config(ListenerConfig next) {
        backoff = backoff(next);
        config = next;
    }

    Backoff backoff() {
        return backoff;
    }

    /** Whether records may be started: no pause, no end. */
    boolean mayStart() {
        return !stopped.get() && !scheduler.isPaused();
    }

    /** Starts no further record and closes the subscription. */
    void stop() {
        if (stopped.compareAndSet(false, true)) {
            onStop.run();
        }
    }

    /** Whether a listener has ended its subscription. */
    boolean isStopped() {
        return stopped.get();
    }

    /** Whether it will run. */
    boolean after(long nanos, Runnable task) {
        try {
            var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            // the connector is closing: what is not done is delivered again after the restart
            return false;
        }
    }

    private Backoff backoff(ListenerConfig of) {
        return new Backoff(of.retryBackoff(), of.retryMaxBackoff(), of.retryMultiplier(), of.retryJitter(), random);
    }
}
