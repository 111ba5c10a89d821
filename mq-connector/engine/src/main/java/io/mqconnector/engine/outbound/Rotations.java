// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.log.MqLog;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the producers of stripes, one at a time for each stripe and several stripes at once. Requests for a stripe that
 * come before its turn become one. Thread-safe; works on the executor.
 */
final class Rotations {
    private static final String EVICTED = "its producer was evicted; it may still appear once";
    private static final long LONGEST_HOLD_MICROS = 3_600_000_000L;

    private final MqLog log = MqLog.of(StripedProducer.class);
    private final OutboundContext context;
    private final LaneSource source;
    private final Supplier<Layout> layout;
    /** Held for reading while one stripe is rotated, for writing while all are changed together. */
    private final ReadWriteLock changing = new ReentrantReadWriteLock(true);

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: by index of the stripe. */
    private final Map<Integer, Turn> turns = new HashMap<>();
    /** Guarded by {@link #lock}. */
    private final Map<RotationCause, Long> counts = new EnumMap<>(RotationCause.class);
    /** Guarded by {@link #lock}. */
    private final Histogram holds = new Histogram(1, LONGEST_HOLD_MICROS, 2);
    /** Guarded by {@link #lock}. */
    private long failedCount;
    /** Guarded by {@link #lock}. */
    private long unfinishedCount;
    /** Guarded by {@link #lock}: the last that ended. */
    private @Nullable RotationReport last;
    /** Guarded by {@link #lock}: when it ended, in milliseconds since the epoch. */
    private long lastMillis;

    /** Whose turn it is on one stripe; guarded by {@link #lock}. */
    private static final class Turn {
        private @Nullable CompletableFuture<RotationReport> waiting;
        private RotationCause cause = RotationCause.REQUESTED;
        private boolean drains = true;
        private boolean isRunning;
    }

    Rotations(OutboundContext context, LaneSource source, Supplier<Layout> layout) {
        this.context = context;
        this.source = source;
        this.layout = layout;
    }

    /** Excludes single rotations while held for writing. */
    ReadWriteLock changing() {
        return changing;
    }

    /**
     * Replaces the producer of a stripe.
     *
     * @param drains whether what it has in flight is waited for; otherwise it fails as UNKNOWN
     */
    CompletableFuture<RotationReport> rotate(int stripe, RotationCause cause, boolean drains) {
        CompletableFuture<RotationReport> report;
        lock.lock();
        try {
            var turn = turns.computeIfAbsent(stripe, index -> new Turn());
            if (turn.waiting != null) {
                turn.drains &= drains;
                return turn.waiting;
            }
            report = new CompletableFuture<>();
            turn.waiting = report;
            turn.cause = cause;
            turn.drains = drains;
            if (turn.isRunning) {
                return report;
            }
            turn.isRunning = true;
        } finally {
            lock.unlock();
        }
        context.executor().execute(() -> run(stripe));
        return report;
    }

    private void run(int stripe) {
        while (true) {
            CompletableFuture<RotationReport> promise = null;
            RotationReport report = null;
            changing.readLock().lock();
            try {
                RotationCause cause;
                boolean drains;
                lock.lock();
                try {
                    var turn = turns.get(stripe);
                    promise = turn == null ? null : turn.waiting;
                    if (turn == null || promise == null) {
                        turns.remove(stripe);
                        return;
                    }
                    cause = turn.cause;
                    drains = turn.drains;
                    turn.waiting = null;
                } finally {
                    lock.unlock();
                }
                report = replace(stripe, cause, drains);
            } catch (RuntimeException | Error e) {
                log.unexpected("the rotation of stripe " + stripe, e);
                if (promise != null) {
                    promise.completeExceptionally(e);
                }
            } finally {
                changing.readLock().unlock();
            }
            // outside the lock: what depends on it may ask for more
            if (promise != null && report != null) {
                promise.complete(report);
            }
        }
    }

    private RotationReport replace(int index, RotationCause cause, boolean drains) {
        var stripes = layout.get();
        if (index >= stripes.size()) {
            return note(RotationReport.failed(
                    cause,
                    new MqConnectionException(
                            MqErrorCode.ILLEGAL_STATE,
                            "there is no stripe " + index + " any more, but " + stripes.size(),
                            null,
                            false)));
        }
        var stripe = stripes.stripe(index);
        var old = stripe.gate().lane();
        if (old == null) {
            // without a producer it gets one as soon as one can be built
            return note(RotationReport.failed(
                    cause,
                    new MqConnectionException(
                            MqErrorCode.CONNECTION_FAILED,
                            "stripe " + index + " has no producer yet that could be replaced",
                            null,
                            true)));
        }
        Replacement replacement;
        try {
            replacement = Replacement.proven(context, source, true, old.topics().used());
        } catch (MqException e) {
            return note(RotationReport.failed(cause, e));
        }
        return note(swap(stripe, replacement, cause, drains));
    }

    /** Puts a replacement in the place of the producer in use. */
    RotationReport swap(Stripe stripe, Replacement replacement, RotationCause cause, boolean drains) {
        long since = context.nanoTime().getAsLong();
        var old = stripe.gate().hold();
        var why = old == null || (drains && drain(old))
                ? null
                : drains ? overdue() : new Lane.Abandonment(MqErrorCode.TIMED_OUT, EVICTED);
        var release = stripe.gate().release(replacement, why);
        long held = context.nanoTime().getAsLong() - since;
        if (!release.isUsed()) {
            replacement.end();
            return RotationReport.failed(
                    cause, new MqConnectionException(MqErrorCode.CLOSED, "the connector was closed", null, false));
        }
        long unfinished = why == null || old == null ? 0 : old.inFlightCount();
        var displaced = release.displaced();
        if (displaced != null) {
            // one that was held and died since is closed already
            retire(displaced, cause, why != null);
        }
        return new RotationReport(cause, true, 1, unfinished, held / 1_000, null);
    }

    /** Why a lane is given up that is not drained in time. */
    Lane.Abandonment overdue() {
        return new Lane.Abandonment(
                MqErrorCode.TIMED_OUT,
                "its producer was replaced and had not finished within mq.pool.drain-timeout (" + context.drainTimeout()
                        + "); it may still appear once");
    }

    /** Waits for what entered a lane whose gate is closed; flushes meanwhile, or linger would hold the senders. */
    boolean drain(Lane lane) {
        context.executor().execute(lane::flush);
        return lane.awaitSettled(context.drainTimeout().toNanos());
    }

    /** Closes the producer of a lane that is not in use any more, in the background. */
    void retire(Lane lane, RotationCause cause, boolean isAtOnce) {
        context.executor().execute(() -> {
            long unused = end(lane, Cause.valueOf(cause.name()), isAtOnce);
        });
    }

    /** Closes the producer of a lane; blocks. Returns how many messages failed by that. */
    long end(Lane lane, Cause cause, boolean isAtOnce) {
        return lane.end(() -> source.end(lane.producer(), cause, isAtOnce));
    }

    /** Counts and tells what a rotation, a resize or a reconfiguration came to. */
    RotationReport note(RotationReport report) {
        lock.lock();
        try {
            last = report;
            lastMillis = System.currentTimeMillis();
            if (report.isApplied()) {
                counts.merge(report.cause(), (long) report.replacedCount(), Long::sum);
                unfinishedCount += report.unfinishedCount();
                holds.recordValue(Math.max(1, Math.min(report.longestHoldMicros(), LONGEST_HOLD_MICROS)));
            } else {
                failedCount++;
            }
        } finally {
            lock.unlock();
        }
        var failure = report.failure();
        if (failure != null) {
            log.rotationFailed(report.cause().toString(), failure);
        } else {
            log.rotated(
                    report.cause().toString(),
                    report.replacedCount(),
                    report.longestHoldMicros(),
                    report.unfinishedCount());
        }
        return report;
    }

    /** A stripe got a producer after its last one had died. */
    void noteRevival() {
        note(new RotationReport(RotationCause.DEATH, true, 1, 0, 0, null));
    }

    RotationStats stats() {
        lock.lock();
        try {
            var latest = last;
            var failure = latest == null ? null : latest.failure();
            return new RotationStats(
                    count(RotationCause.LIFETIME),
                    count(RotationCause.CONFIGURATION),
                    count(RotationCause.RESIZE),
                    count(RotationCause.DEATH),
                    count(RotationCause.REQUESTED),
                    failedCount,
                    unfinishedCount,
                    latest == null ? "" : latest.cause().toString(),
                    lastMillis,
                    failure == null ? "" : String.valueOf(failure.getMessage()),
                    holds.getTotalCount() == 0 ? 0 : holds.getValueAtPercentile(50),
                    holds.getTotalCount() == 0 ? 0 : holds.getValueAtPercentile(99),
                    holds.getMaxValue());
        } finally {
            lock.unlock();
        }
    }

    private long count(RotationCause cause) {
        return counts.getOrDefault(cause, 0L);
    }
}
