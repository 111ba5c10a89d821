// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Refuses sends at once while the cluster is in trouble. Closed: all pass. After so many failures in a row that are the
 * cluster's it opens: none passes. After a while a few pass as trials (half-open): when all of them succeed it closes, when
 * one fails it opens again.
 *
 * <p>Thread-safe. A send that passed earlier may end in any state; it counts as a trial's outcome in half-open.
 */
public final class CircuitBreaker {
    private final MqLog log = MqLog.of(CircuitBreaker.class);
    private final LongSupplier nanoTime;
    private final AtomicReference<State> state = new AtomicReference<>(new Closed());
    /** How often it has opened, and those before it. */
    private final AtomicInteger openedCount;
    /** Replaced whole. */
    private volatile Settings settings;

    /**
     * When it opens and closes.
     *
     * @param failureThreshold failures in a row until it opens, at least 1
     * @param openDuration how long it stays open
     * @param trialCount how many sends must succeed in half-open, at least 1
     */
    public record Settings(int failureThreshold, Duration openDuration, int trialCount) {
        /** @throws IllegalArgumentException for what makes no sense */
        public Settings {
            if (failureThreshold < 1 || trialCount < 1 || openDuration.isNegative()) {
                throw new IllegalArgumentException("failureThreshold " + failureThreshold + ", openDuration "
                        + openDuration + ", trialCount " + trialCount + ": at least 1, PT0S and 1");
            }
        }
    }

    /**
     * What it is doing just now.
     *
     * @param state {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
     * @param failureCount failures in a row, when closed
     * @param remainingMillis how long it stays open, in milliseconds
     * @param openedCount how often it, or one before it, has opened
     */
    public record View(String state, int failureCount, long remainingMillis, int openedCount) {}

    private sealed interface State permits Closed, Open, HalfOpen {}

    private record Closed(AtomicInteger failures) implements State {
        Closed() {
            this(new AtomicInteger());
        }
    }

    private record Open(long sinceNanos) implements State {}

    private record HalfOpen(AtomicInteger permits, AtomicInteger missing) implements State {
        HalfOpen(int trials) {
            this(new AtomicInteger(trials), new AtomicInteger(trials));
        }
    }

    /**
     * @param settings to begin with
     * @param nanoTime the clock
     * @param openedCount how often those before it have opened; this one goes on counting
     */
    CircuitBreaker(Settings settings, LongSupplier nanoTime, AtomicInteger openedCount) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.openedCount = openedCount;
    }

    /** What it goes by. */
    public Settings settings() {
        return settings;
    }

    /** Goes by other settings from now on. */
    public void settings(Settings changed) {
        settings = changed;
    }

    /** What it is doing just now. */
    public View view() {
        var now = state.get();
        if (now instanceof Closed closed) {
            return new View("CLOSED", closed.failures.get(), 0, openedCount.get());
        }
        long left = now instanceof Open open ? leftNanos(open) : 0;
        if (left > 0) {
            return new View("OPEN", 0, left / 1_000_000, openedCount.get());
        }
        // also when nobody has sent anything since: the next one passes
        return new View("HALF_OPEN", 0, 0, openedCount.get());
    }

    /** Closes it, whatever it knows. */
    public void reset() {
        state.set(new Closed());
    }

    /** Whether a message may be sent; asked once for each. */
    boolean permits() {
        while (true) {
            var now = state.get();
            if (now instanceof Closed) {
                return true;
            }
            if (now instanceof HalfOpen half) {
                return half.permits.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            }
            if (now instanceof Open open && leftNanos(open) > 0) {
                return false;
            }
            state.compareAndSet(now, new HalfOpen(settings.trialCount()));
        }
    }

    /** Why a message may not be sent. */
    String refusal() {
        var now = view();
        return "the circuit breaker is " + now.state + " after " + settings.failureThreshold()
                + " failures of the cluster in a row, for another " + now.remainingMillis
                + " ms; check the brokers, or change mq.breaker.failure-threshold (" + settings.failureThreshold()
                + ") or mq.breaker.open-duration (" + settings.openDuration() + ")";
    }

    /** A message was acknowledged. */
    void succeeded() {
        var now = state.get();
        if (now instanceof Closed closed) {
            if (closed.failures.get() != 0) {
                closed.failures.set(0);
            }
        } else if (now instanceof HalfOpen half
                && half.missing.decrementAndGet() <= 0
                && state.compareAndSet(half, new Closed())) {
            log.breakerClosed();
        }
    }

    /** A message failed. */
    void failed(MqErrorCode code) {
        var now = state.get();
        if (!isOfCluster(code)) {
            if (now instanceof HalfOpen half) {
                // it says nothing of the cluster: another may try
                half.permits.incrementAndGet();
            }
            return;
        }
        boolean opens = now instanceof HalfOpen
                || (now instanceof Closed closed && closed.failures.incrementAndGet() >= settings.failureThreshold());
        if (opens && state.compareAndSet(now, new Open(nanoTime.getAsLong()))) {
            openedCount.incrementAndGet();
            log.breakerOpened(code.toString(), settings.openDuration().toString());
        }
    }

    private static boolean isOfCluster(MqErrorCode code) {
        return code == MqErrorCode.CONNECTION_FAILED
                || code == MqErrorCode.TIMED_OUT
                || code == MqErrorCode.NOT_ENOUGH_REPLICAS
                || code == MqErrorCode.AUTHENTICATION_FAILED;
    }

    private long leftNanos(Open open) {
        return settings.openDuration().toNanos() - (nanoTime.getAsLong() - open.sinceNanos);
    }
}
