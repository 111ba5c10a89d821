// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which record of a partition goes to which mailbox. Confined to the poll thread. */
abstract class Distribution {
    final PartitionAssignment assignment;

    private Distribution(PartitionAssignment assignment) {
        this.assignment = assignment;
    }

    /** As the listener is configured. */
    static Distribution of(PartitionAssignment assignment) {
        var config = assignment.deliveries.config();
        return switch (config.ordering()) {
            case PARTITION -> new ByPartition(assignment);
            case KEY -> new ByKey(assignment);
            case UNORDERED -> new Unordered(assignment);
        };
    }

    /** Whether records of one segment go to several mailboxes, one after the other in each. */
    abstract boolean isLinked();

    /**
     * Hands over the records of a segment that are not done.
     *
     * @param ready gets the mailboxes that have become ready by it
     */
    abstract void place(Segment segment, List<Mailbox> ready);

    /** Unfinished records that fill the partition: those of one key only up to a bound. */
    abstract long countedInFlight(int maxPerKey);

    /** Every mailbox that may have records. */
    abstract void forEach(Consumer<Mailbox> action);

    /** One mailbox for all. */
    private static final class ByPartition extends Distribution {
        private final RunCursor cursor = new RunCursor();
        private final Mailbox mailbox;

        ByPartition(PartitionAssignment assignment) {
            super(assignment);
            mailbox = assignment.mailbox(cursor, false);
        }

        @Override
        boolean isLinked() {
            return false;
        }

        @Override
        void place(Segment segment, List<Mailbox> ready) {
            cursor.add(new Run(segment, 0, false));
            mailbox.added(segment.size());
            if (mailbox.offer()) {
                ready.add(mailbox);
            }
        }

        @Override
        long countedInFlight(int maxPerKey) {
            return assignment.frontier.inFlight();
        }

        @Override
        void forEach(Consumer<Mailbox> action) {
            action.accept(mailbox);
        }
    }

    /** One mailbox for each key there is just now; records without a key have one together. */
    private static final class ByKey extends Distribution {
        /** Fewer mailboxes than that are not worth a sweep. */
        private static final int MIN_SWEEP = 1_024;

        private final Map<Key, Box> boxes = new HashMap<>();
        private final List<Box> touched = new ArrayList<>();
        /** Only to look others up. */
        private final Key sought = new Key();

        private int sweepAt = MIN_SWEEP;

        ByKey(PartitionAssignment assignment) {
            super(assignment);
        }

        @Override
        boolean isLinked() {
            return true;
        }

        @Override
        void place(Segment segment, List<Mailbox> ready) {
            for (int i = 0; i < segment.size(); i++) {
                var record = segment.undone(i);
                if (record != null) {
                    var box = box(record.key());
                    if (box.count++ == 0) {
                        box.first = i;
                        touched.add(box);
                    } else {
                        segment.link(box.last, i);
                    }
                    segment.link(i, i);
                    box.last = i;
                }
            }
            for (Box box : touched) {
                box.cursor.add(new Run(segment, box.first, false));
                box.mailbox.added(box.count);
                box.count = 0;
                if (box.mailbox.offer()) {
                    ready.add(box.mailbox);
                }
            }
            touched.clear();
            sweep();
        }

        private Box box(byte @Nullable [] key) {
            sought.set(key);
            var box = boxes.get(sought);
            if (box == null) {
                box = new Box(assignment);
                var own = new Key();
                own.set(key);
                boxes.put(own, box);
            }
            return box;
        }

        /** Keys come and go; an empty mailbox is made anew when its key comes back. */
        private void sweep() {
            if (boxes.size() < sweepAt) {
                return;
            }
            boxes.values().removeIf(box -> box.mailbox.isDormant());
            sweepAt = Math.max(MIN_SWEEP, 2 * boxes.size());
        }

        @Override
        long countedInFlight(int maxPerKey) {
            long excess = 0;
            for (Box box : boxes.values()) {
                excess += Math.max(0, box.mailbox.pendingCount() - maxPerKey);
            }
            return assignment.frontier.inFlight() - excess;
        }

        @Override
        void forEach(Consumer<Mailbox> action) {
            boxes.values().forEach(box -> action.accept(box.mailbox));
        }

        private static final class Box {
            final RunCursor cursor = new RunCursor();
            final Mailbox mailbox;
            /** Of the segment being placed: how many of its records, the first and the last of them. */
            int count;

            int first;
            int last;

            Box(PartitionAssignment assignment) {
                mailbox = assignment.mailbox(cursor, false);
            }
        }

        /** The bytes of a key; in the map it never changes. */
        private static final class Key {
            private byte @Nullable [] bytes;
            private int hash;

            void set(byte @Nullable [] key) {
                bytes = key;
                hash = Arrays.hashCode(key);
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Key key && Arrays.equals(bytes, key.bytes);
            }

            @Override
            public int hashCode() {
                return hash;
            }
        }
    }

    /** As many mailboxes as there may be workers, which take from one pile. */
    private static final class Unordered extends Distribution {
        private final Pile pile = new Pile();
        private final List<Mailbox> lanes = new ArrayList<>();

        Unordered(PartitionAssignment assignment) {
            super(assignment);
        }

        @Override
        boolean isLinked() {
            return false;
        }

        @Override
        void place(Segment segment, List<Mailbox> ready) {
            pile.add(segment);
            int workers = assignment.deliveries.config().workers();
            while (lanes.size() < workers) {
                lanes.add(assignment.mailbox(pile.cursor(), false));
            }
            int wanted = Math.min(Math.min(workers, lanes.size()), segment.size());
            for (Mailbox lane : lanes) {
                if (wanted == 0) {
                    return;
                }
                if (lane.offer()) {
                    ready.add(lane);
                    wanted--;
                }
            }
        }

        @Override
        long countedInFlight(int maxPerKey) {
            return assignment.frontier.inFlight();
        }

        @Override
        void forEach(Consumer<Mailbox> action) {
            lanes.forEach(action);
        }
    }
}
