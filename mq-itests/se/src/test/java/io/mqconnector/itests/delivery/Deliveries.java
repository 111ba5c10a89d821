// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The deliveries of a journal. Immutable. */
final class Deliveries {
    private static final Comparator<Delivery> BY_START =
            Comparator.comparingLong(Delivery::startNanos).thenComparingLong(Delivery::number);

    private final List<Delivery> all;
    private final Map<Place, List<Delivery>> byPlace = new HashMap<>();

    /** Where a record is. */
    record Place(int partition, long offset) {}

    private record CallId(String member, long number) {}

    private record Lane(String member, int partition) {}

    /** One acknowledgement up to a record, from the call to the answer. */
    private record UpTo(long beginNanos, long endNanos) {
        /** A thread that was not running in between. */
        private static final long HANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

        boolean reaches(long startNanos) {
            return startNanos - HANDING_NANOS <= endNanos;
        }
    }

    /** A delivery under construction. */
    private static final class Draft {
        final Event start;
        long endNanos = Delivery.NEVER;
        EventKind outcome = EventKind.START;
        long ackNanos = Delivery.NEVER;

        @Nullable
        EventKind ack;

        boolean isUpTo;
        /** When it was answered. */
        long answerNanos = Delivery.NEVER;

        long coveredNanos = Delivery.NEVER;

        Draft(Event start) {
            this.start = start;
        }

        void add(Event event) {
            switch (event.kind()) {
                case OK, FAIL, UNTRIED, RETURN -> {
                    outcome = event.kind();
                    endNanos = event.nanos();
                }
                case ACK, UP_TO -> {
                    ackNanos = event.nanos();
                    ack = event.kind();
                    isUpTo = event.kind() == EventKind.UP_TO;
                }
                case ACKED, REFUSED -> {
                    ack = event.kind();
                    answerNanos = event.nanos();
                }
                case START, STOP -> {}
            }
        }

        /** Of an acknowledgement without an answer nobody knows: its process was killed. */
        boolean mayBeAcked() {
            return ack != null && ack != EventKind.REFUSED;
        }

        /** Then it waits to be tried again. */
        boolean failedBefore(long nanos) {
            return endNanos < nanos && (outcome == EventKind.FAIL || outcome == EventKind.UNTRIED);
        }

        Delivery toDelivery() {
            long finished = coveredNanos;
            if (outcome == EventKind.OK) {
                finished = endNanos;
            } else if (mayBeAcked()) {
                finished = Math.min(finished, ackNanos);
            }
            boolean sure = outcome == EventKind.OK || ack == EventKind.ACKED;
            return new Delivery(
                    start.member(),
                    start.delivery(),
                    start.partition(),
                    start.offset(),
                    start.recordId(),
                    start.attempt(),
                    start.nanos(),
                    endNanos,
                    outcome,
                    finished,
                    sure);
        }
    }

    private Deliveries(List<Delivery> all) {
        this.all = Collections.unmodifiableList(all);
        for (Delivery delivery : all) {
            byPlace.computeIfAbsent(new Place(delivery.partition(), delivery.offset()), place -> new ArrayList<>())
                    .add(delivery);
        }
    }

    /** Puts them together. */
    static Deliveries of(List<Event> events) {
        var drafts = new HashMap<CallId, Draft>();
        var ordered = new ArrayList<>(events);
        ordered.sort(Comparator.comparing(Event::member).thenComparingLong(Event::sequence));
        for (Event event : ordered) {
            var id = new CallId(event.member(), event.delivery());
            if (event.kind() == EventKind.START) {
                drafts.put(id, new Draft(event));
            } else {
                Draft draft = drafts.get(id);
                if (draft == null) {
                    throw new IllegalStateException("no start of " + event);
                }
                draft.add(event);
            }
        }
        cover(drafts.values());
        var all = new ArrayList<Delivery>();
        drafts.values().forEach(draft -> all.add(draft.toDelivery()));
        all.sort(BY_START);
        return new Deliveries(all);
    }

    /**
     * An acknowledgement up to a record may be one of all that its member had been handed of the partition until it was
     * answered; a call is handed over before the listener has noted it.
     */
    private static void cover(Iterable<Draft> drafts) {
        var upTo = new HashMap<Lane, List<UpTo>>();
        for (Draft draft : drafts) {
            if (draft.isUpTo && draft.mayBeAcked()) {
                upTo.computeIfAbsent(new Lane(draft.start.member(), draft.start.partition()), lane -> new ArrayList<>())
                        .add(new UpTo(draft.ackNanos, draft.answerNanos));
            }
        }
        upTo.values().forEach(all -> all.sort(Comparator.comparingLong(UpTo::beginNanos)));
        for (Draft draft : drafts) {
            for (UpTo one : upTo.getOrDefault(new Lane(draft.start.member(), draft.start.partition()), List.of())) {
                if (one.reaches(draft.start.nanos()) && !draft.failedBefore(one.beginNanos)) {
                    draft.coveredNanos = Math.max(one.beginNanos, draft.start.nanos());
                    break;
                }
            }
        }
    }

    /** All of them by their start. */
    List<Delivery> all() {
        return all;
    }

    /** Those of one record by their start. */
    List<Delivery> of(int partition, long offset) {
        return byPlace.getOrDefault(new Place(partition, offset), List.of());
    }

    /** Those of each record by their start. */
    Map<Place, List<Delivery>> byPlace() {
        return Collections.unmodifiableMap(byPlace);
    }
}
