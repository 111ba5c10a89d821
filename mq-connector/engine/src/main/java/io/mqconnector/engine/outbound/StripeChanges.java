// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.client.SendLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of all stripes together: their number, their configuration. In two phases: what is to take over is built and proven
 * while everything goes on, then puts itself in force, one change after the other.
 */
final class StripeChanges {
    private final OutboundContext context;
    private final LaneSource source;
    private final Rotations rotations;
    private final AtomicReference<Layout> layout;
    private final StripeOwner owner;
    private final BooleanSupplier isClosed;
    private final Consumer<Stripe> opener;

    /**
     * @param layout replaced when the number of stripes changes
     * @param isClosed whether no stripe may be left open any more
     * @param opener sees to it that a stripe without a producer gets one
     */
    StripeChanges(
            OutboundContext context,
            LaneSource source,
            Rotations rotations,
            AtomicReference<Layout> layout,
            StripeOwner owner,
            BooleanSupplier isClosed,
            Consumer<Stripe> opener) {
        this.context = context;
        this.source = source;
        this.rotations = rotations;
        this.layout = layout;
        this.owner = owner;
        this.isClosed = isClosed;
        this.opener = opener;
    }

    /** Prepares and makes a change on the executor; completes, never exceptionally, with what happened. */
    CompletableFuture<RotationReport> change(
            RotationCause cause, Map<String, Object> properties, SendLimits limits, StripeSettings settings) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return prepare(properties, limits, settings).make(cause);
                    } catch (MqException e) {
                        return rotations.note(RotationReport.failed(cause, e));
                    }
                },
                context.executor());
    }

    /**
     * Builds and proves what is to take over. Until it does, everything goes on as before, rotations included.
     *
     * @param properties complete for {@code KafkaProducer}, except client id and serializers
     * @param limits that go with them
     * @param settings the number of stripes among them
     * @throws MqException if a producer cannot be built or is refused by the cluster; nothing is left of it
     */
    Pending prepare(Map<String, Object> properties, SendLimits limits, StripeSettings settings) {
        var stripes = layout.get().stripes();
        var ready = new ArrayDeque<Replacement>();
        LaneSource.Prepared next = null;
        try {
            if (!properties.equals(source.properties())) {
                source.authenticate(properties, limits.maxBlock());
                next = source.prepare(properties, limits);
            }
            Set<String> all = new HashSet<>();
            for (int i = 0; i < stripes.size(); i++) {
                var lane = stripes.get(i).gate().lane();
                if (lane != null) {
                    var used = lane.topics().used();
                    all.addAll(used);
                    if (next != null && i < settings.stripeCount()) {
                        ready.add(Replacement.prepared(context, source, next, limits, used));
                    }
                }
            }
            for (int i = stripes.size(); i < settings.stripeCount(); i++) {
                ready.add(
                        next == null
                                ? Replacement.proven(context, source, false, all)
                                : Replacement.prepared(context, source, next, limits, all));
            }
            return new Pending(next, limits, settings, ready);
        } catch (MqException e) {
            ready.forEach(Replacement::end);
            throw e;
        }
    }

    /** Producers that are ready to take over. For one thread. */
    final class Pending implements PendingChange {
        private final LaneSource.@Nullable Prepared next;
        private final SendLimits limits;
        private final StripeSettings settings;
        /** Any of them fits any stripe. */
        private final Deque<Replacement> ready;

        private Pending(
                LaneSource.@Nullable Prepared next,
                SendLimits limits,
                StripeSettings settings,
                Deque<Replacement> ready) {
            this.next = next;
            this.limits = limits;
            this.settings = settings;
            this.ready = ready;
        }

        @Override
        public CompletableFuture<Void> commit() {
            var unused = make(RotationCause.CONFIGURATION);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void abort() {
            ready.forEach(Replacement::end);
            ready.clear();
        }

        /** @param cause of the report, if there is nothing to replace */
        RotationReport make(RotationCause cause) {
            var sum = RotationReport.nothing(cause);
            rotations.changing().writeLock().lock();
            try {
                if (isClosed.getAsBoolean()) {
                    return rotations.note(RotationReport.failed(
                            cause,
                            new MqConnectionException(MqErrorCode.CLOSED, "the connector was closed", null, false)));
                }
                boolean isRelaid = settings.stripeCount() != layout.get().size()
                        || (settings.retry() == null) != (context.retry() == null);
                context.settings().set(settings);
                context.outcomes().limits(limits);
                if (next != null) {
                    next.adopt();
                    sum = sum.plus(rotations.note(swapAll(
                            Math.min(settings.stripeCount(), layout.get().size()), ready)));
                }
                if (isRelaid) {
                    sum = sum.plus(rotations.note(relay(settings.stripeCount(), ready)));
                }
            } finally {
                rotations.changing().writeLock().unlock();
                abort();
            }
            return sum;
        }
    }

    /** Replaces the producers of the first stripes; each drains as long as it takes: all at once, not one after the other. */
    private RotationReport swapAll(int count, Deque<Replacement> ready) {
        var swaps = new ArrayList<CompletableFuture<RotationReport>>();
        for (int i = 0; i < count; i++) {
            var stripe = layout.get().stripe(i);
            if (!stripe.isOpen()) {
                // it gets one of the new as soon as one can be built
                continue;
            }
            var replacement = ready.poll();
            if (replacement == null) {
                // its producer has come meanwhile
                var unused = rotations.rotate(i, RotationCause.CONFIGURATION, true);
            } else {
                swaps.add(CompletableFuture.supplyAsync(
                        () -> rotations.swap(stripe, replacement, RotationCause.CONFIGURATION, true),
                        context.executor()));
            }
        }
        var sum = RotationReport.nothing(RotationCause.CONFIGURATION);
        for (var swap : swaps) {
            sum = sum.plus(swap.join());
        }
        return sum;
    }

    private RotationReport relay(int count, Deque<Replacement> ready) {
        var old = layout.get();
        var added = new ArrayList<Replacement>();
        for (int i = old.size(); i < count && !ready.isEmpty(); i++) {
            added.add(ready.remove());
        }
        long since = context.nanoTime().getAsLong();
        var drained = drain(old.stripes());
        var report = move(old, drained, count, added);
        long held = context.nanoTime().getAsLong() - since;
        return new RotationReport(
                RotationCause.RESIZE, true, report.replacedCount(), report.unfinishedCount(), held / 1_000, null);
    }

    /** Closes all gates and waits; the lanes that nobody is in any more. */
    private Set<Lane> drain(List<Stripe> stripes) {
        var draining = new ArrayList<CompletableFuture<Void>>();
        Set<Lane> drained = ConcurrentHashMap.newKeySet();
        for (Stripe stripe : stripes) {
            var lane = stripe.gate().hold();
            if (lane != null) {
                draining.add(CompletableFuture.runAsync(
                        () -> {
                            if (rotations.drain(lane)) {
                                drained.add(lane);
                            }
                        },
                        context.executor()));
            }
        }
        draining.forEach(CompletableFuture::join);
        return drained;
    }

    /** Behind closed gates: gives lanes and queues to new stripes and opens those. */
    private RotationReport move(Layout old, Set<Lane> drained, int count, List<Replacement> added) {
        var stripes = new ArrayList<Stripe>();
        for (int i = 0; i < count; i++) {
            var stripe = new Stripe(context, owner);
            var unused = stripe.gate().hold();
            stripes.add(stripe);
        }
        var next = new Layout(stripes);
        int replaced = 0;
        long unfinished = 0;
        for (int i = 0; i < old.size(); i++) {
            var lane = old.stripe(i).gate().lane();
            boolean isKept = i < count && lane != null && drained.contains(lane);
            if (isKept && lane != null) {
                stripes.get(i).gate().put(lane.again());
            }
            old.stripe(i).gate().succeed(next, lane == null || drained.contains(lane) ? null : rotations.overdue());
            if (lane != null) {
                unfinished += lane.inFlightCount();
                if (isKept) {
                    context.lanes().retire(lane);
                } else {
                    replaced++;
                    rotations.retire(lane, RotationCause.RESIZE, !drained.contains(lane));
                }
            }
        }
        for (int i = 0; i < added.size(); i++) {
            stripes.get(old.size() + i).gate().put(added.get(i));
        }
        layout.set(next);
        for (Stripe stripe : stripes) {
            if (isClosed.getAsBoolean()) {
                var lane = stripe.gate().lane();
                stripe.close();
                if (lane != null) {
                    rotations.retire(lane, RotationCause.RESIZE, true);
                }
            } else {
                var unused = stripe.gate().release(null, null);
                if (!stripe.isOpen()) {
                    opener.accept(stripe);
                }
            }
        }
        return new RotationReport(RotationCause.RESIZE, true, replaced + added.size(), unfinished, 0, null);
    }
}
