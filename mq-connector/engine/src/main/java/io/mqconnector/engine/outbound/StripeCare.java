// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every stripe has a producer that is alive and not too old. Trouble of the cluster is none of its business:
 * a producer sits that out by itself, and no other would do better.
 *
 * <p>Thread-safe; works on the executor.
 */
final class StripeCare implements StripeOwner {
    private static final long FIRST_DELAY_MILLIS = 1_000;
    private static final long LONGEST_DELAY_MILLIS = 30_000;
    /** A lane with no more in flight is quiet: to replace it holds hardly anybody. */
    private static final long QUIET_COUNT = 256;

    private final MqLog log = MqLog.of(StripedProducer.class);
    private final MqLog.Limit failures;
    private final OutboundContext context;
    private final LaneSource source;
    private final Rotations rotations;
    private final Supplier<Layout> layout;
    private final BooleanSupplier isReachable;
    private final LongSupplier moveCount;
    private final BooleanSupplier isClosed;
    /** Stripes whose producer has died of late. */
    private final Map<Stripe, Trouble> troubles = new ConcurrentHashMap<>();
    /** When the producer in use is due to be replaced, in nanoseconds of the clock. */
    private final Map<Lane, Long> due = new ConcurrentHashMap<>();
    /** How often the cluster had moved when stripes were last looked at. */
    private final AtomicLong seenMoves;
    /** The next look. */
    private final AtomicReference<@Nullable ScheduledFuture<?>> looking = new AtomicReference<>();

    /** When the last death was, and how long to wait after the next. */
    private record Trouble(long sinceNanos, long delayMillis) {}

    /**
     * @param isReachable whether the cluster answers
     * @param moveCount how often all of it was found at other addresses
     * @param isClosed whether there is nothing to care for any more
     */
    StripeCare(
            OutboundContext context,
            LaneSource source,
            Rotations rotations,
            Supplier<Layout> layout,
            BooleanSupplier isReachable,
            LongSupplier moveCount,
            BooleanSupplier isClosed) {
        this.context = context;
        this.source = source;
        this.rotations = rotations;
        this.layout = layout;
        this.isReachable = isReachable;
        this.moveCount = moveCount;
        this.seenMoves = new AtomicLong(moveCount.getAsLong());
        this.isClosed = isClosed;
        this.failures = new MqLog.Limit(context.nanoTime());
    }

    /** Goes on as is configured now: what is not different remains due when it was, however often there is a change. */
    void adjust(StripeSettings before) {
        var now = context.settings().get();
        if (!now.maxLifetime().equals(before.maxLifetime())) {
            due.clear();
        }
        if (!now.checkInterval().equals(before.checkInterval())) {
            start();
        }
    }

    /** Begins to look after the stripes. */
    void start() {
        long millis = context.settings().get().checkInterval().toMillis();
        replace(context.timer()
                .scheduleWithFixedDelay(
                        () -> context.executor().execute(this::look), millis, millis, TimeUnit.MILLISECONDS));
        if (isClosed.getAsBoolean()) {
            stop();
        }
    }

    void stop() {
        replace(null);
    }

    private void replace(@Nullable ScheduledFuture<?> next) {
        var task = looking.getAndSet(next);
        if (task != null) {
            task.cancel(false);
        }
    }

    /** Builds the producer of a stripe that has none, which needs no broker; a failure is tried again. */
    void open(Stripe stripe) {
        revive(stripe, FIRST_DELAY_MILLIS, false, false);
    }

    @Override
    public void died(Stripe stripe, Lane lane, ProducerDeath sign, Exception cause) {
        if (isClosed.getAsBoolean()) {
            return;
        }
        // one that never got its producer id, because it was refused when it asked, never asks again: Kafka has lost
        // the
        // request, and what it is given later waits in it until the delivery time-out
        if (sign == ProducerDeath.CREDENTIALS && lane.acknowledgedCount() > 0) {
            if (isTime(stripe)) {
                rotate(stripe, RotationCause.DEATH);
            }
            return;
        }
        bury(
                stripe,
                lane,
                KafkaErrors.code(cause),
                String.valueOf(cause.getMessage()),
                KafkaErrors.connection(cause, "its producer was refused"),
                sign == ProducerDeath.CREDENTIALS);
    }

    /** One look at every stripe: package-private so that tests step it. */
    void look() {
        var stripes = layout.get().stripes();
        long now = context.nanoTime().getAsLong();
        long moves = moveCount.getAsLong();
        boolean hasMoved = seenMoves.getAndSet(moves) != moves;
        if (hasMoved) {
            // what was built before knows old addresses, whether it is in use or not
            source.renew();
        }
        for (Stripe stripe : stripes) {
            var lane = stripe.gate().lane();
            if (lane == null) {
                continue;
            }
            if (lane.isThreadDead()) {
                bury(stripe, lane, MqErrorCode.PRODUCER_FENCED, "its thread has ended", null, false);
            } else if (hasMoved) {
                moved(stripe, lane);
            } else if (isDue(lane, now) && isReachable.getAsBoolean()) {
                rotate(stripe, RotationCause.LIFETIME);
            }
        }
        var live = context.lanes().live();
        due.keySet().retainAll(live);
        troubles.keySet().retainAll(stripes);
    }

    /** Due after its lifetime less up to a quarter of it, when quiet; at the latest after the whole of it. */
    private boolean isDue(Lane lane, long now) {
        long lifetime = context.settings().get().maxLifetime().toNanos();
        if (lifetime == 0) {
            return false;
        }
        long since = due.computeIfAbsent(
                lane,
                fresh -> fresh.sinceNanos()
                        + (long) (lifetime
                                * (0.75 + 0.25 * ThreadLocalRandom.current().nextDouble())));
        return (now - since >= 0 && lane.inFlightCount() <= QUIET_COUNT) || now - lane.sinceNanos() >= lifetime;
    }

    /** The cluster is elsewhere: a producer that did not notice knows only brokers that are gone. */
    private void moved(Stripe stripe, Lane lane) {
        if (lane.topics().isConnected()) {
            rotate(stripe, RotationCause.DEATH);
        } else {
            bury(
                    stripe,
                    lane,
                    MqErrorCode.CONNECTION_FAILED,
                    "the brokers that it knows are gone, the cluster answers at other addresses",
                    null,
                    false);
        }
    }

    private void rotate(Stripe stripe, RotationCause cause) {
        int index = layout.get().stripes().indexOf(stripe);
        if (index >= 0) {
            var unused = rotations.rotate(index, cause, true);
        }
    }

    /** Takes a dead producer out of use at once; later sends wait for the next. */
    private void bury(
            Stripe stripe,
            Lane lane,
            MqErrorCode code,
            String reason,
            @Nullable MqException trouble,
            boolean needsProof) {
        var why = new Lane.Abandonment(
                code, "its producer died (" + reason + ") and is replaced; it may still appear once");
        if (!stripe.gate().drop(lane, why)) {
            return;
        }
        // not before: its successor may be in use already, and would seem to be in that trouble
        stripe.noteTrouble(trouble);
        log.producerDied(lane.producer().clientId(), reason);
        rotations.retire(lane, RotationCause.DEATH, true);
        long delay = delayMillis(stripe);
        if (delay == 0) {
            context.executor().execute(() -> revive(stripe, FIRST_DELAY_MILLIS, true, needsProof));
        } else {
            later(stripe, delay, true, needsProof);
        }
    }

    /** @param needsProof whether the cluster must take the credentials first */
    private void revive(Stripe stripe, long delayMillis, boolean isBeside, boolean needsProof) {
        if (isClosed.getAsBoolean()) {
            return;
        }
        Replacement fresh;
        try {
            fresh = needsProof
                    ? Replacement.proven(context, source, isBeside, Set.of())
                    : new Replacement(context, source, isBeside);
        } catch (MqException e) {
            stripe.noteTrouble(e);
            if (failures.permits()) {
                log.producerNotBuilt(context.outcomes().limits().brokers(), e);
            }
            later(stripe, delayMillis, isBeside, needsProof);
            return;
        }
        stripe.noteTrouble(null);
        if (!stripe.gate().put(fresh)) {
            fresh.end();
            return;
        }
        if (isBeside) {
            rotations.noteRevival();
        }
        if (!fresh.isCurrent()) {
            // the configuration has changed while it was built
            rotate(stripe, RotationCause.CONFIGURATION);
        }
    }

    private void later(Stripe stripe, long delayMillis, boolean isBeside, boolean needsProof) {
        var unused = context.timer()
                .schedule(
                        () -> context.executor().execute(() -> revive(stripe, delayMillis, isBeside, needsProof)),
                        delayMillis,
                        TimeUnit.MILLISECONDS);
    }

    private boolean isTime(Stripe stripe) {
        var last = troubles.get(stripe);
        long now = context.nanoTime().getAsLong();
        if (last != null && now - last.sinceNanos < TimeUnit.MILLISECONDS.toNanos(last.delayMillis)) {
            return false;
        }
        delayMillis(stripe);
        return true;
    }

    /** Notes a death. How long to wait before the next try: nothing after the first, ever more after those that follow. */
    private long delayMillis(Stripe stripe) {
        long now = context.nanoTime().getAsLong();
        var last = troubles.get(stripe);
        boolean isFirst = last == null
                || now - last.sinceNanos > TimeUnit.MILLISECONDS.toNanos(last.delayMillis + LONGEST_DELAY_MILLIS);
        troubles.put(
                stripe,
                new Trouble(
                        now,
                        isFirst || last == null
                                ? FIRST_DELAY_MILLIS
                                : Math.min(LONGEST_DELAY_MILLIS, last.delayMillis * 2)));
        return isFirst || last == null ? 0 : last.delayMillis;
    }
}
