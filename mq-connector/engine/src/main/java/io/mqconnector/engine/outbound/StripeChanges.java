// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.SendLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Changes of all stripes together: their number, their configuration. One after the other; works on the executor. */
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

    CompletableFuture<RotationReport> resize(int count) {
        return exclusively(() -> resizeNow(count));
    }

    CompletableFuture<RotationReport> reconfigure(Map<String, Object> properties, SendLimits limits) {
        return exclusively(() -> reconfigureNow(properties, limits));
    }

    private interface Change {
        RotationReport make();
    }

    private CompletableFuture<RotationReport> exclusively(Change change) {
        return CompletableFuture.supplyAsync(
                () -> {
                    rotations.changing().writeLock().lock();
                    try {
                        return rotations.note(change.make());
                    } finally {
                        rotations.changing().writeLock().unlock();
                    }
                },
                context.executor());
    }

    private RotationReport reconfigureNow(Map<String, Object> properties, SendLimits limits) {
        try {
            // before the source has them: it builds for transactions and dead stripes, too
            source.authenticate(properties, limits.maxBlock());
        } catch (MqException e) {
            return RotationReport.failed(RotationCause.CONFIGURATION, e);
        }
        var before = source.properties();
        var limitsBefore = context.outcomes().limits();
        source.change(properties, limits);
        context.outcomes().limits(limits);
        var replacements = new HashMap<Stripe, Replacement>();
        try {
            for (Stripe stripe : layout.get().stripes()) {
                var lane = stripe.gate().lane();
                if (lane != null) {
                    var used = lane.topics().used();
                    replacements.put(stripe, Replacement.warmed(context, source, true, used));
                }
            }
        } catch (MqException e) {
            replacements.values().forEach(Replacement::end);
            source.change(before, limitsBefore);
            context.outcomes().limits(limitsBefore);
            return RotationReport.failed(RotationCause.CONFIGURATION, e);
        }
        // each drains as long as it takes: all at once, not one after the other
        var swaps = new ArrayList<CompletableFuture<RotationReport>>();
        replacements.forEach((stripe, replacement) -> swaps.add(CompletableFuture.supplyAsync(
                () -> rotations.swap(stripe, replacement, RotationCause.CONFIGURATION, true), context.executor())));
        var sum = new RotationReport(RotationCause.CONFIGURATION, true, 0, 0, 0, null);
        for (var swap : swaps) {
            sum = sum.plus(swap.join());
        }
        return sum;
    }

    private RotationReport resizeNow(int count) {
        var old = layout.get();
        if (count == old.size()) {
            return new RotationReport(RotationCause.RESIZE, true, 0, 0, 0, null);
        }
        var added = new ArrayList<Replacement>();
        try {
            Set<String> used = new HashSet<>();
            for (Stripe stripe : old.stripes()) {
                var lane = stripe.gate().lane();
                if (lane != null) {
                    used.addAll(lane.topics().used());
                }
            }
            for (int i = old.size(); i < count; i++) {
                added.add(Replacement.proven(context, source, false, used));
            }
        } catch (MqException e) {
            added.forEach(Replacement::end);
            return RotationReport.failed(RotationCause.RESIZE, e);
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
