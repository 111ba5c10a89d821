// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqTransactionException;
import io.mqconnector.engine.outbound.OffsetTransaction;
import java.lang.invoke.VarHandle;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition for as long as it is assigned and not repositioned: an epoch. Dropped whole when it ends, so that whatever
 * completes later is ignored.
 *
 * <p>Thread-safe where not said otherwise.
 */
final class PartitionAssignment {
    final TopicPartition partition;
    final Deliveries deliveries;
    /** Of its topic. */
    final TopicCounters counters;
    /** Confined to the poll thread but for its counts. */
    final Frontier frontier;
    /** Whether the listener acknowledges. */
    private final boolean isManual;

    /** Records that have failed and are not done, by offset. */
    private final ConcurrentHashMap<Long, Failure> failures = new ConcurrentHashMap<>();
    /** Handed to a listener that acknowledges, and not settled, by offset. */
    private final ConcurrentSkipListMap<Long, DeliveryContext> unacknowledged = new ConcurrentSkipListMap<>();
    /** Records out of line that have become ready while nothing might start. */
    private final ConcurrentLinkedQueue<Mailbox> strays = new ConcurrentLinkedQueue<>();
    /** Whose record has stopped the partition. */
    private final ConcurrentLinkedQueue<Mailbox> stopped = new ConcurrentLinkedQueue<>();

    /** Mailboxes being served and dead letters under way; its own atomicity. */
    private final AtomicInteger active = new AtomicInteger();
    /** For how many reasons no record may be started: dead letters that fail, records that stopped it. */
    private final AtomicInteger halts = new AtomicInteger();

    /** Set by the poll thread, once: no record is started any more. */
    private volatile boolean closed;
    /** Set by the poll thread, once, before it commits for the last time: what is settled from now on does not count. */
    private volatile boolean dropped;
    /** Who waits for the records under way; set before {@link #closed}. */
    private volatile @Nullable Thread closer;
    /** For transactional listeners; set by the poll thread before anything is handed over. */
    private volatile @Nullable RunOffsets runOffsets;
    /** The transaction of the run under way; written by whoever has the mailbox. */
    private final AtomicReference<@Nullable OffsetTransaction> open = new AtomicReference<>();
    /** Why its consumer must end; set once. */
    private volatile @Nullable Throwable failure;

    /** Whether mailboxes may have been left alone during a halt; written by whoever ends it, cleared by the poll thread. */
    private volatile boolean isOfferDue;

    PartitionAssignment(TopicPartition partition, Deliveries deliveries, long start, SortedMap<Long, Integer> failed) {
        this.partition = partition;
        this.deliveries = deliveries;
        this.counters = deliveries.counters.of(partition.topic());
        this.frontier = new Frontier(start);
        this.isManual = !deliveries.config().autoCommit();
        long now = deliveries.clock.millis();
        failed.forEach((offset, count) -> failures.put(offset, Failure.before(count, now)));
    }

    boolean isManual() {
        return isManual;
    }

    /** Whether a record of it may be started. */
    boolean mayStart() {
        return !closed && halts.get() == 0 && deliveries.mayStart();
    }

    /**
     * Begins something that must end before the partition is given up.
     *
     * @return whether it may begin; if so, {@link #leave} must follow
     */
    boolean enter() {
        active.incrementAndGet();
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    /** Begins something from within something that has begun; {@link #leave} must follow. */
    void stay() {
        active.incrementAndGet();
    }

    /** Ends what {@link #enter} or {@link #stay} began. */
    void leave() {
        active.decrementAndGet();
        if (closed) {
            LockSupport.unpark(closer);
        }
    }

    /** Starts nothing any more; by the poll thread, which then waits with {@link #awaitQuiet}. */
    void close() {
        closer = Thread.currentThread();
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Waits until nothing is under way; after {@link #close}, by the same thread.
     *
     * @param deadlineNanos on the clock of {@link Deliveries#nanoTime}
     * @return whether that was reached
     */
    boolean awaitQuiet(long deadlineNanos) {
        while (active.get() > 0 || !unacknowledged.isEmpty()) {
            long left = deadlineNanos - deliveries.nanoTime.getAsLong();
            if (left <= 0) {
                return false;
            }
            // whoever leaves unparks; an acknowledgement, too
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
        return true;
    }

    /** Ends the epoch: nothing settled from now on counts; by the poll thread, before its last commit. */
    void drop() {
        if (!dropped) {
            dropped = true;
            deliveries.counters.dropped.add(frontier.end());
        }
    }

    /** Records are done and have been counted as what they are, and their slots are empty; by any thread. */
    void finished(int count) {
        if (!frontier.finished(count)) {
            // given up undone, and done after all by somebody who was not waited for
            deliveries.counters.dropped.add(-count);
        }
    }

    boolean isDropped() {
        return dropped;
    }

    /** How often a record has failed before, here or with an earlier owner. */
    int failuresOf(long offset) {
        if (failures.isEmpty()) {
            return 0;
        }
        var failure = failures.get(offset);
        return failure == null ? 0 : failure.attempts();
    }

    /** Notes one more failure. */
    Failure failed(ConsumerRecord<byte[], byte[]> record, Throwable why) {
        long now = deliveries.clock.millis();
        var earlier = failures.get(record.offset());
        var failure = Failure.after(earlier == null ? Failure.before(0, now) : earlier, why, now);
        failures.put(record.offset(), failure);
        return failure;
    }

    /** Forgets the failures of a record that is done. */
    void recovered(long offset) {
        if (!failures.isEmpty()) {
            failures.remove(offset);
        }
    }

    /** How often unfinished records have failed, by offset. */
    SortedMap<Long, Integer> failureCounts() {
        var counts = new TreeMap<Long, Integer>();
        failures.forEach((offset, failure) -> counts.put(offset, failure.attempts()));
        return counts;
    }

    /** A record is being handed to a listener that acknowledges. */
    void awaitAcknowledgement(DeliveryContext context) {
        unacknowledged.put(context.offset(), context);
    }

    /**
     * A record is settled otherwise, unless it is acknowledged already.
     *
     * @return whether it was not: what is said of it from now on is void
     */
    boolean takeBack(DeliveryContext context) {
        if (!context.fail()) {
            // whoever acknowledges may not have marked it yet, and takes it out when that is done
            return false;
        }
        unacknowledged.remove(context.offset(), context);
        return true;
    }

    /**
     * The listener has acknowledged a record; by any thread, once for each.
     *
     * @return whether the last commit covers it
     */
    boolean acknowledged(DeliveryContext context, Segment segment, int index) {
        segment.done(index);
        // or the mark might reach the poll thread only after it was dropped, and this not know of that
        VarHandle.fullFence();
        boolean counts = !dropped;
        recovered(context.offset());
        if (context.skipReason() == null) {
            counters.handled(1);
        } else {
            counters.skipped.increment();
        }
        finished(1);
        context.mailbox().parted();
        unacknowledged.remove(context.offset(), context);
        if (closed) {
            LockSupport.unpark(closer);
        }
        return counts;
    }

    /** Acknowledges whatever waits for it below an offset. */
    void acknowledgeBefore(long offset) {
        for (DeliveryContext context : unacknowledged.headMap(offset).values()) {
            context.acknowledge();
        }
    }

    /** Takes those whose listener never acknowledged; by the poll thread. */
    void failOverdue(long nowNanos, long timeoutNanos) {
        for (DeliveryContext context : unacknowledged.values()) {
            if (context.isOverdue(nowNanos, timeoutNanos) && takeBack(context)) {
                context.mailbox().parted();
                if (!closed) {
                    single(context.segment(), context.index())
                            .failOutside(
                                    context.attempt(),
                                    new UnacknowledgedException("not acknowledged within "
                                            + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms"));
                }
            }
        }
    }

    /** A mailbox for one record that goes its own way. */
    Mailbox single(Segment segment, int index) {
        var cursor = new RunCursor();
        cursor.add(new Run(segment, index, true));
        return mailbox(cursor, true);
    }

    /** A mailbox for the records of {@code cursor}, as the listener takes them. */
    Mailbox mailbox(Cursor cursor, boolean isStray) {
        if (deliveries.config().transactional()) {
            return new TransactionalMailbox(this, cursor, isStray);
        }
        return deliveries.isBatch ? new BatchMailbox(this, cursor, isStray) : new RecordMailbox(this, cursor, isStray);
    }

    /** A mailbox of a single record is ready while nothing may start: it is offered when something may. */
    void stray(Mailbox mailbox) {
        strays.add(mailbox);
        isOfferDue = true;
    }

    /** What its transactions say; for transactional listeners. */
    RunOffsets runOffsets() {
        return requireNonNull(runOffsets, "runOffsets");
    }

    /** By the poll thread, before anything is handed over. */
    void runOffsets(RunOffsets offsets) {
        runOffsets = offsets;
    }

    /** A run has begun. */
    void began(OffsetTransaction transaction) {
        open.set(transaction);
    }

    /** A run has ended; the next may have begun already. */
    void ended(OffsetTransaction transaction) {
        open.compareAndSet(transaction, null);
    }

    /** Aborts the run under way, which does not end; by the poll thread, after it has been dropped. */
    void abortRun() {
        var transaction = open.get();
        if (transaction == null) {
            return;
        }
        try {
            transaction.abort();
        } catch (MqTransactionException e) {
            // it is being committed: the broker decides whether in time, and the next owner waits for that
        }
    }

    /** Nobody knows how far it has come but the broker: its consumer must end. */
    void fail(Throwable why) {
        if (failure == null) {
            failure = why;
            halt();
        }
    }

    /** Why its consumer must end; null if it need not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Whether a commit outside of its transactions may say how far it has come: there are none any more. */
    boolean isAtRest() {
        // in this order: a run that fails says so before it leaves
        return dropped && active.get() == 0 && failure == null;
    }

    /** No record is started until {@link #resume}. */
    void halt() {
        halts.incrementAndGet();
    }

    /** One reason less not to start records. */
    void resume() {
        halts.decrementAndGet();
        isOfferDue = true;
    }

    /** A record has failed for good, and the policy is to stop. */
    void stopAt(Mailbox mailbox) {
        halt();
        stopped.add(mailbox);
    }

    /** Lets records that have stopped it be tried once more. */
    void resumeStopped() {
        for (var mailbox = stopped.poll(); mailbox != null; mailbox = stopped.poll()) {
            resume();
            mailbox.resumeStopped();
        }
    }

    /** Whether records wait for something to change. */
    boolean isHalted() {
        return halts.get() > 0;
    }

    /** Whether mailboxes are to be offered again; by the poll thread, which then does it, and {@link #nextStray}. */
    boolean takeOfferDue() {
        if (!isOfferDue || !mayStart()) {
            return false;
        }
        isOfferDue = false;
        return true;
    }

    @Nullable
    Mailbox nextStray() {
        return strays.poll();
    }
}
