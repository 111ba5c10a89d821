// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.engine.log.MqLog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks after the deliveries of a subscription from time to time: interrupts those that outlive their time-out, reports
 * those that are stuck, and a standstill.
 *
 * <p>Confined to the timer, one look after the other; {@link #oldestStartedNanos} is read by others.
 */
final class ListenerWatch {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** A time-out is noticed a fourth of it late at most. */
    private static final int LOOKS_PER_TIMEOUT = 4;

    private final MqLog log = MqLog.of(ListenerWatch.class);
    private final Deliveries deliveries;
    private final LongSupplier lag;

    private long lastDelivered;
    private long progressNanos;
    private boolean isStalled;

    /** How long the longest delivery under way has been seen. Written by the timer. */
    private volatile long oldestStartedNanos;
    /** Set once; no further look is scheduled. */
    private volatile boolean isEnded;

    /**
     * @param deliveries of the subscription
     * @param lag records behind; not positive when there are none or it is not known
     */
    ListenerWatch(Deliveries deliveries, LongSupplier lag) {
        this.deliveries = deliveries;
        this.lag = lag;
        this.progressNanos = deliveries.nanoTime.getAsLong();
    }

    void start() {
        next();
    }

    void end() {
        isEnded = true;
    }

    /** For how long the longest delivery under way has been running, to the second. */
    long oldestStartedNanos() {
        return oldestStartedNanos;
    }

    /** One look. */
    void look() {
        long now = deliveries.nanoTime.getAsLong();
        var config = deliveries.config();
        long timeout = config.handlerTimeout().toNanos();
        long stuck = config.stuckTimeout().toNanos();
        long oldest = 0;
        for (Worker worker : deliveries.scheduler.serving()) {
            long age = worker.look(now, timeout);
            oldest = Math.max(oldest, age);
            if (age >= stuck && worker.reportsFirst()) {
                report(worker, age);
            }
        }
        oldestStartedNanos = oldest;
        lookForProgress(now, config.stallTimeout().toNanos());
    }

    private void report(Worker worker, long ageNanos) {
        var seen = worker.seen();
        if (seen == null) {
            return;
        }
        var config = deliveries.config();
        var place = seen.topic() + "-" + seen.partitionNumber() + "@" + seen.offset();
        log.listenerStuck(config.name(), place, TimeUnit.NANOSECONDS.toSeconds(ageNanos), worker.thread());
        deliveries.events.tell(
                MqConsumerError.Kind.STUCK,
                List.of(new org.apache.kafka.common.TopicPartition(seen.topic(), seen.partitionNumber())),
                "the listener has not returned from record " + place + " for "
                        + TimeUnit.NANOSECONDS.toSeconds(ageNanos) + " s; its thread is "
                        + worker.thread().getName(),
                null);
    }

    private void lookForProgress(long now, long timeoutNanos) {
        long delivered = deliveries.counters.delivered.sum();
        long behind = lag.getAsLong();
        boolean goesOn = delivered != lastDelivered || behind == 0;
        if (goesOn && isStalled) {
            isStalled = false;
            deliveries.events.recovered();
        }
        if (goesOn || behind < 0 || !deliveries.mayStart()) {
            lastDelivered = delivered;
            progressNanos = now;
            return;
        }
        if (!isStalled && now - progressNanos >= timeoutNanos) {
            isStalled = true;
            long seconds = TimeUnit.NANOSECONDS.toSeconds(now - progressNanos);
            log.listenerStalled(deliveries.config().name(), behind, seconds);
            deliveries.events.tell(
                    MqConsumerError.Kind.STALLED,
                    List.of(),
                    "no record was done for " + seconds + " s although " + behind + " are there",
                    null);
        }
    }

    private void next() {
        long timeout = deliveries.config().handlerTimeout().toNanos();
        long period = timeout == 0
                ? PERIOD_NANOS
                : Math.max(MIN_PERIOD_NANOS, Math.min(PERIOD_NANOS, timeout / LOOKS_PER_TIMEOUT));
        var unused = deliveries.after(period, this::lookAgain);
    }

    private void lookAgain() {
        if (isEnded) {
            return;
        }
        try {
            look();
        } catch (RuntimeException e) {
            log.unexpected("the watch over listener " + deliveries.config().name(), e);
        }
        next();
    }
}
