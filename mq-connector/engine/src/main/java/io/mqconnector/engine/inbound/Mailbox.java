// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.engine.log.MqLog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be handled one after another: those of one partition, of one key, or a single one.
 *
 * <p>The poll thread adds runs; a mailbox with work is in the {@link MailboxScheduler}'s queue exactly once and is served
 * by one worker at a time for a short slice, so that an idle or waiting mailbox holds no thread. After a failure it waits
 * on the timer, and while a dead letter is written on the broker, not on a worker.
 *
 * <pre>
 *   IDLE --offer--&gt; READY --serve--&gt; RUNNING --no more--&gt; IDLE
 *                     ^                 |--slice over--&gt; READY
 *                     |--timer, broker-- WAITING &lt;--failed--|
 *                     '--timer, enough-- GATHERING &lt;--------'
 * </pre>
 *
 * Each transition is one compare-and-set or a store by the only thread that may leave the state; fields without a guard
 * of their own belong to whoever that is.
 */
abstract class Mailbox {
    private static final int IDLE = 0;
    private static final int READY = 1;
    private static final int RUNNING = 2;
    private static final int WAITING = 3;
    private static final int GATHERING = 4;

    /** The clock is read after the first and each 16th record of a slice: it costs as much as a trivial handler. */
    private static final int CLOCK_MASK = 15;

    private static final AtomicLongFieldUpdater<Mailbox> PARTED =
            AtomicLongFieldUpdater.newUpdater(Mailbox.class, "partedCount");

    private static final long UNAVAILABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_UNAVAILABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    final MqLog log = MqLog.of(Mailbox.class);
    final PartitionAssignment assignment;
    final Deliveries deliveries;
    final Cursor cursor;
    /** Whether it is one that nobody offers again but itself. */
    private final boolean isStray;

    private final AtomicInteger state = new AtomicInteger(IDLE);

    /** Records added; confined to the poll thread. */
    private long addedCount;
    /** Records settled; read by the poll thread, for which roughly is good enough. */
    private volatile long settledCount;
    /** Records handed over to be acknowledged, or skipped; written by whoever has it. */
    private volatile long leftCount;
    /** Those of them that are settled, or go their own way; by any thread, by way of {@link #PARTED}. */
    private volatile long partedCount;
    /** Records settled and not yet counted. */
    private int uncounted;
    /** Those of them that were not handled. */
    private int uncountedSkipped;
    /** Those of them of which a dead letter was written. */
    private int uncountedLetters;
    /** Records left and not yet counted. */
    private int uncountedLeft;
    /** The next pause when there is no endpoint. */
    private long unavailableNanos = UNAVAILABLE_NANOS;
    /** How often it has waited for more. */
    private int gatherings;
    /** Failed sends in a row of the dead letter that is under way. */
    private int letterFailures;

    Mailbox(PartitionAssignment assignment, Cursor cursor, boolean isStray) {
        this.assignment = assignment;
        this.deliveries = assignment.deliveries;
        this.cursor = cursor;
        this.isStray = isStray;
    }

    /** Counts records that have been added; by the poll thread. */
    void added(int count) {
        addedCount += count;
    }

    /** Records added and not done, roughly; by the poll thread. */
    long pendingCount() {
        return addedCount - settledCount - partedCount;
    }

    /** Records added and not handed over for good, roughly; by the poll thread. */
    final long waitingCount() {
        return addedCount - settledCount - leftCount;
    }

    /** A record that has {@linkplain #left left} is done, or goes its own way; by any thread. */
    final void parted() {
        PARTED.incrementAndGet(this);
    }

    /**
     * Whether it has become ready, and the caller must put it into the ready queue; by the poll thread after it has added
     * records, and after anything that kept records from being started has ended.
     */
    boolean offer() {
        return becomeReady() || (isEnough() && state.compareAndSet(GATHERING, READY));
    }

    /** Whether nobody has it and it is empty; by the poll thread, which alone adds records. */
    boolean isDormant() {
        return state.get() == IDLE && !hasNext();
    }

    /**
     * Delivers for one slice; by a worker that took this from the ready queue.
     *
     * @param worker serves it
     * @param sliceNanos how long, roughly
     * @return whether it is ready again and must be put back into the queue
     */
    boolean serve(Worker worker, long sliceNanos) {
        if (!assignment.enter()) {
            state.set(IDLE);
            return false;
        }
        state.set(RUNNING);
        boolean isOurs = true;
        try {
            long start = deliveries.nanoTime.getAsLong();
            long now = start;
            int served = 0;
            int calls = 0;
            worker.beginSlice();
            while (assignment.mayStart() && load()) {
                if (!deliver(worker)) {
                    // waiting: somebody else may have it already
                    isOurs = false;
                    if (served + worker.moreCalls() > calls) {
                        now = deliveries.nanoTime.getAsLong();
                        calls = served + worker.moreCalls();
                    }
                    break;
                }
                served++;
                if (served == 1 || (served & CLOCK_MASK) == 0) {
                    now = deliveries.nanoTime.getAsLong();
                    calls = served + worker.moreCalls();
                    if (now - start >= sliceNanos) {
                        break;
                    }
                }
            }
            // the clock is not read for this but after a failure
            if (calls > 0 && worker.isSample()) {
                deliveries.counters.processed(now - start, calls);
            }
        } finally {
            if (isOurs) {
                count();
                state.set(IDLE);
            }
            assignment.leave();
        }
        return isOurs && becomeReady();
    }

    /**
     * Says how many calls of the listener were made where one is counted for a turn, and none for one that ends the slice.
     *
     * @param isOurs as {@link #deliver} is about to say
     * @return the same
     */
    static boolean called(Worker worker, int calls, boolean isOurs) {
        worker.more(isOurs ? calls - 1 : calls);
        return isOurs;
    }

    /** Lets the record that has stopped the partition be tried again, with as many attempts as a new one. */
    final void resumeStopped() {
        forgive();
        state.set(READY);
        deliveries.scheduler.ready(this);
    }

    /** Whether there is something to deliver; once nobody has it, for the poll thread, too. */
    boolean hasNext() {
        return cursor.hasNext();
    }

    /** Gets the next record ready, if there is one. */
    boolean load() {
        return cursor.load();
    }

    /** Takes records from the cursor, up to so many that are not done; whoever has it. */
    final void collect(PendingRecords pending, int max) {
        while (pending.size() < max && cursor.load()) {
            if (cursor.segment().undone(cursor.index()) != null) {
                pending.add(cursor.segment(), cursor.index());
            } else {
                skipped();
            }
            cursor.advance();
        }
    }

    /** Whether it need not wait for more records. */
    boolean isEnough() {
        return false;
    }

    /**
     * Delivers what is next and decides what becomes of it.
     *
     * @return whether this still belongs to the worker; otherwise it waits, or somebody else has it
     */
    abstract boolean deliver(Worker worker);

    /** The attempts so far of the record at the head do not count any more. */
    abstract void forgive();

    /** The record at the head is done, and left. */
    abstract void settleHead();

    /** A record is done, whichever way: its slot is emptied and counted. */
    final void settled(Segment segment, int index, long offset) {
        segment.done(index);
        assignment.recovered(offset);
        uncounted++;
    }

    /** The record at the head is done and left without having been handled. */
    final void settleUnhandled(boolean hasLetter) {
        if (hasLetter) {
            uncountedLetters++;
        } else {
            uncountedSkipped++;
        }
        settleHead();
    }

    /** A record was handed over and waits for its acknowledgement, or has got it already. */
    final void left() {
        uncountedLeft++;
    }

    /** A record was known to be done when it was received. */
    final void skipped() {
        left();
        parted();
    }

    /** Whether a listener has said more than it returned; what it said is done. */
    final void heed(Delivery delivery) {
        var context = delivery.contextIfAny();
        if (context == null) {
            return;
        }
        var reason = context.skipReason();
        if (reason != null) {
            log.recordSkipped(deliveries.config().name(), place(delivery.record()), reason);
            if (context.isManual()) {
                context.acknowledge();
            } else {
                uncountedSkipped++;
            }
        }
        heedStop(delivery);
    }

    /** Whether a listener has ended its subscription, however it returned. */
    final void heedStop(Delivery delivery) {
        var context = delivery.contextIfAny();
        if (context != null && context.isStop()) {
            deliveries.stop();
        }
    }

    /** The record's turn comes again soon; it was not handed over, so no attempt is counted. */
    final void unavailable(ConsumerRecord<byte[], byte[]> record, EndpointUnavailableException why) {
        long pause = unavailableNanos;
        unavailableNanos = Math.min(2 * pause, MAX_UNAVAILABLE_NANOS);
        if (deliveries.scheduler.unavailableWarnings().permits()) {
            log.endpointUnavailable(
                    deliveries.config().name(), record.topic(), record.partition(), record.offset(), why);
        }
        waitFor(pause);
    }

    final void available() {
        unavailableNanos = UNAVAILABLE_NANOS;
    }

    /** Says that an attempt failed: the first at once and with its stack, then one a minute. */
    final void tellFailed(ConsumerRecord<byte[], byte[]> record, int attempt, long pauseNanos, Throwable failure) {
        log.deliveryFailed(
                deliveries.config().name(),
                place(record),
                attempt,
                TimeUnit.NANOSECONDS.toMillis(pauseNanos),
                failure,
                deliveries.failureWarnings.permits());
    }

    /** Waits on the timer, then is ready. */
    final void waitFor(long nanos) {
        count();
        state.set(WAITING);
        if (!deliveries.after(nanos, this::readyAgain)) {
            state.set(IDLE);
        }
    }

    /** Waits on the timer until there is enough. */
    final void gather(long nanos) {
        count();
        int gathering = ++gatherings;
        state.set(GATHERING);
        if (!deliveries.after(nanos, () -> gathered(gathering))) {
            state.compareAndSet(GATHERING, IDLE);
        }
    }

    /**
     * The record at the head has failed for good: applies the failure policy.
     *
     * @return whether this still belongs to the caller
     */
    final boolean giveUpOn(ConsumerRecord<byte[], byte[]> record, Failure failure, Throwable last) {
        var config = deliveries.config();
        boolean isLoud = deliveries.giveUpWarnings.permits();
        switch (config.failurePolicy()) {
            case SKIP -> {
                log.recordGivenUp(config.name(), place(record), failure.attempts(), "skipped", last, isLoud);
                settleUnhandled(false);
                return true;
            }
            case STOP -> {
                log.recordGivenUp(
                        config.name(), place(record), failure.attempts(), "its partition stands still", last, true);
                deliveries.events.tell(
                        MqConsumerError.Kind.PARTITION_STOPPED,
                        List.of(assignment.partition),
                        "record " + place(record) + " failed " + failure.attempts()
                                + " times; its partition stands still until the listener is resumed",
                        last);
                count();
                state.set(WAITING);
                assignment.stopAt(this);
                return false;
            }
            case DEAD_LETTER -> {
                var topic = config.deadLetterTopic(record.topic());
                log.recordGivenUp(config.name(), place(record), failure.attempts(), "goes to " + topic, last, isLoud);
                count();
                state.set(WAITING);
                assignment.stay();
                send(record, failure);
                return false;
            }
        }
        throw new AssertionError(config.failurePolicy());
    }

    /**
     * What has failed outside of this mailbox; by whoever made it, and nobody else knows it yet. Counts also while the
     * partition is being given up, as any failure of what had begun before: so by those it waits for, or its poll thread.
     *
     * @param attempt the one that failed
     */
    final void failOutside(int attempt, Throwable failure) {
        assignment.stay();
        state.set(RUNNING);
        boolean isOurs = true;
        try {
            isOurs = failed(attempt, failure);
        } finally {
            if (isOurs) {
                count();
                state.set(IDLE);
            }
            assignment.leave();
        }
    }

    /** As {@link #deliver}, of an attempt that somebody else has made. */
    abstract boolean failed(int attempt, Throwable failure);

    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private void send(ConsumerRecord<byte[], byte[]> record, Failure failure) {
        var config = deliveries.config();
        var letter = failure.toLetter(record, config.deadLetterTopic(record.topic()), config.name(), config.group());
        deliveries.deadLetters.send(letter, outcome -> sent(record, failure, outcome));
    }

    private void sent(ConsumerRecord<byte[], byte[]> record, Failure failure, @Nullable Throwable outcome) {
        if (outcome == null) {
            if (letterFailures > 0) {
                letterFailures = 0;
                assignment.resume();
                deliveries.events.recovered();
            }
            settleUnhandled(true);
            count();
            state.set(IDLE);
            assignment.leave();
            if (becomeReady()) {
                deliveries.scheduler.ready(this);
            }
            return;
        }
        deliveries.counters.failedDeadLetters.increment();
        letterFailures++;
        var topic = deliveries.config().deadLetterTopic(record.topic());
        if (letterFailures == 1) {
            assignment.halt();
            log.deadLetterFailed(deliveries.config().name(), place(record), topic, outcome);
            deliveries.events.tell(
                    MqConsumerError.Kind.DEAD_LETTER_FAILED,
                    List.of(assignment.partition),
                    "the dead letter of " + place(record) + " could not be written to " + topic
                            + "; its partition waits, it is tried again",
                    outcome);
        }
        if (!deliveries.after(deliveries.backoff().nanos(letterFailures), () -> sendAgain(record, failure))) {
            state.set(IDLE);
        }
        assignment.leave();
    }

    private void sendAgain(ConsumerRecord<byte[], byte[]> record, Failure failure) {
        if (assignment.enter()) {
            send(record, failure);
        } else {
            state.set(IDLE);
        }
    }

    /** Something that must not happen has happened to its worker: the records are tried again in a while. */
    final void offerLater() {
        var unused = deliveries.after(MAX_UNAVAILABLE_NANOS, () -> {
            if (becomeReady()) {
                deliveries.scheduler.ready(this);
            }
        });
    }

    private void readyAgain() {
        state.set(READY);
        deliveries.scheduler.ready(this);
    }

    private void gathered(int gathering) {
        // the timer of one that has ended early says nothing about the next
        if (state.get() == GATHERING && gatherings == gathering && state.compareAndSet(GATHERING, READY)) {
            deliveries.scheduler.ready(this);
        }
    }

    private boolean becomeReady() {
        if (state.get() != IDLE || !hasNext()) {
            return false;
        }
        if (!assignment.mayStart()) {
            if (isStray && !assignment.isClosed()) {
                assignment.stray(this);
            }
            return false;
        }
        return state.compareAndSet(IDLE, READY);
    }

    private int countUnhandled() {
        int count = uncountedSkipped + uncountedLetters;
        if (count > 0) {
            assignment.counters.skipped.add(uncountedSkipped);
            assignment.counters.deadLetters.add(uncountedLetters);
            uncountedSkipped = 0;
            uncountedLetters = 0;
        }
        return count;
    }

    /** Only by whoever has it: others would lose counts. */
    private void count() {
        int gone = uncountedLeft;
        if (gone > 0) {
            uncountedLeft = 0;
            // only whoever has it writes these
            long before = leftCount;
            leftCount = before + gone;
        }
        int count = uncounted;
        if (count > 0) {
            uncounted = 0;
            long before = settledCount;
            settledCount = before + count;
            assignment.counters.handled(count - countUnhandled());
            assignment.finished(count);
        }
    }
}
