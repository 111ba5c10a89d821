// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the lane of a stripe: open, or closed with a queue before it.
 *
 * <p>Thread-safe. It is closed while the lane is being replaced, while anything is queued, and while there is no lane; as
 * long as it is, everything is queued, so that nothing overtakes. A thread of the connector hands the queue over, in order
 * and outside the lock. Nothing is called under the lock but the queue, the lane's state and the gate of a successor.
 */
final class Gate {
    /** How many more than were queued the hand-over takes before it makes senders wait. */
    private static final int INDULGENCE = 1_000;

    private final Stripe stripe;
    private final OutboundContext context;
    /** Null unless failed messages may be sent again. */
    private final @Nullable KeyOrder order;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when the gate opens, there is room in the queue, the stripe is closed or succeeded, or what was late is told. */
    private final Condition moved = lock.newCondition();
    /** Guarded by {@link #lock}. */
    private final SendQueue queue = new SendQueue();
    /** Guarded by {@link #lock}: how many keep the gate closed, whatever is queued. */
    private int holds;
    /** Guarded by {@link #lock}: whether all wait until a message may be tried again. */
    private boolean isPausing;
    /** Guarded by {@link #lock}: when it may. */
    private long pausedUntilNanos;
    /** Guarded by {@link #lock}: whether a thread hands the queue over. */
    private boolean isHandingOver;
    /** Guarded by {@link #lock}: whether that thread gets nowhere while senders go on queueing. */
    private boolean isCrowded;
    /** Guarded by {@link #lock}: whether a look at the deadlines is due. */
    private boolean isExpiryPlanned;
    /** Guarded by {@link #lock}: how many threads tell the outcome of what has left the queue too late. */
    private int tellerCount;
    /** Guarded by {@link #lock}: how many messages were taken back for another try. */
    private long takenBackCount;
    /** Guarded by {@link #lock}: the stripes that took over when their number was changed. */
    private @Nullable Layout successor;
    /** Guarded by {@link #lock}. */
    private boolean isClosed;

    /** The producer in use; null while there is none. Written under {@link #lock}. */
    private volatile @Nullable Lane lane;

    /** What came of {@link #admit}. */
    record Admission(Kind kind, @Nullable Layout next) {
        private static final Admission QUEUED = new Admission(Kind.QUEUED, null);
        private static final Admission OPEN = new Admission(Kind.OPEN, null);
        private static final Admission FULL = new Admission(Kind.FULL, null);
        private static final Admission CLOSED = new Admission(Kind.CLOSED, null);

        /** What came of it. */
        enum Kind {
            /** It is queued: its outcome comes by itself. */
            QUEUED,
            /** The gate is open: the caller goes through. */
            OPEN,
            /** There is no room. */
            FULL,
            /** There is no way any more. */
            CLOSED,
            /** Other stripes have taken over. */
            SUCCEEDED
        }
    }

    /**
     * What came of {@link #release}.
     *
     * @param isUsed whether the lane is in use: not if the stripe has been closed meanwhile
     * @param displaced the lane that has been replaced, which need not be the one that was held: that may have died since
     */
    record Release(boolean isUsed, @Nullable Lane displaced) {}

    Gate(Stripe stripe, OutboundContext context, @Nullable KeyOrder order) {
        this.stripe = stripe;
        this.context = context;
        this.order = order;
    }

    /** The lane behind it; null while there is no producer. */
    @Nullable
    Lane lane() {
        return lane;
    }

    /**
     * Queues a message unless the gate is open.
     *
     * @param waits whether the caller waits for the outcome: it may then wait for room as well
     * @param nanos how long it may be held at most
     */
    Admission admit(QueuedSend send, boolean waits, long nanos) throws InterruptedException {
        boolean isMine = false;
        lock.lock();
        try {
            awaitTurn(send, waits, nanos);
            if (successor != null) {
                return new Admission(Admission.Kind.SUCCEEDED, successor);
            }
            if (isClosed) {
                return Admission.CLOSED;
            }
            if (isOpenNow() && !send.isOfCallback) {
                return Admission.OPEN;
            }
            if (isFull(send)) {
                return Admission.FULL;
            }
            add(send);
            isMine = claimHandOver();
            return Admission.QUEUED;
        } finally {
            lock.unlock();
            start(isMine);
        }
    }

    /** Holds a caller that may be held; under the lock. */
    private void awaitTurn(QueuedSend send, boolean waits, long nanos) throws InterruptedException {
        long left = nanos;
        while (left > 0 && !send.isOfCallback && successor == null && !isClosed && !isOpenNow()) {
            boolean isFull = isFull(send);
            // while a queue is handed over, waiting is what a full buffer of Kafka's means as well
            boolean isThrottled = isHandingOver && holds == 0 && (isCrowded || isFull);
            if (!isThrottled && !(isFull && waits)) {
                break;
            }
            left = moved.awaitNanos(left);
        }
    }

    private boolean isFull(QueuedSend send) {
        return !queue.hasRoom(send.bytes, context.outcomes().limits().bufferBytes());
    }

    /** Under the lock: closes the gate behind it. */
    private void add(QueuedSend send) {
        long patience = context.outcomes().limits().maxBlock().toNanos();
        long now = context.nanoTime().getAsLong();
        if (holds > 0) {
            patience += context.drainTimeout().toNanos();
        }
        if (isPausing) {
            patience += Math.max(0, pausedUntilNanos - now);
        }
        send.deadlineNanos = now + patience;
        queue.addLast(send);
        closeGate();
        planExpiry();
    }

    private boolean isOpenNow() {
        var current = lane;
        return current != null && current.isOpen();
    }

    private void closeGate() {
        var current = lane;
        if (current != null) {
            current.close();
        }
    }

    /** The lane that what is queued can go on by, or null; under the lock. */
    private @Nullable Lane wayOut() {
        return holds == 0 && !isPausing && !isClosed && successor == null ? lane : null;
    }

    /**
     * Opens the gate if nothing waits; under the lock.
     *
     * @return whether the caller must {@linkplain #start start} the hand-over
     */
    private boolean claimHandOver() {
        var target = wayOut();
        if (isHandingOver || target == null) {
            return false;
        }
        if (queue.isEmpty()) {
            target.open();
            moved.signalAll();
            return false;
        }
        isHandingOver = true;
        return true;
    }

    private void start(boolean isClaimed) {
        if (isClaimed) {
            context.executor().execute(this::handOver);
        }
    }

    private void handOver() {
        var thread = Thread.currentThread();
        context.lanes().addCallbackThread(thread);
        boolean isOver = false;
        try {
            long indulgence = -1;
            while (!isOver) {
                List<QueuedSend> expired;
                QueuedSend next = null;
                Lane target;
                lock.lock();
                try {
                    if (indulgence < 0) {
                        indulgence = queue.size() * 2L + INDULGENCE;
                    }
                    queue.settle();
                    expired = pollExpired();
                    target = wayOut();
                    if (target != null) {
                        next = queue.poll();
                    }
                    if (target == null || next == null) {
                        isOver = true;
                        isHandingOver = false;
                        isCrowded = false;
                        if (target != null) {
                            target.open();
                        }
                    } else {
                        isCrowded = --indulgence < 0;
                        target.enter();
                        if (order != null) {
                            // with the queue: whoever takes an earlier one of its key back sees it here or there
                            next.sequence = order.enter(next.hash);
                        }
                    }
                    moved.signalAll();
                } finally {
                    lock.unlock();
                }
                tell(expired);
                if (target != null && next != null) {
                    handOver(target, next);
                }
            }
        } finally {
            context.lanes().removeCallbackThread(thread);
            if (!isOver) {
                // an Error: whoever comes next starts another
                lock.lock();
                try {
                    isHandingOver = false;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void handOver(Lane target, QueuedSend send) {
        target.send(send);
        if (send.isOfCallback) {
            // so that the next one of such a thread need not be queued
            target.learn(send.message.topic());
        }
    }

    /**
     * Takes a failed message back to the head of the queue, if nothing of its key has gone on meanwhile.
     *
     * @param buffered whether later ones may have
     * @param pauseNanos how long all wait before it is tried again
     * @return whether it did
     */
    boolean putBack(QueuedSend send, boolean buffered, long pauseNanos) {
        Layout next;
        boolean isMine = false;
        lock.lock();
        try {
            next = successor;
            if (isClosed) {
                return false;
            }
            if (next == null) {
                closeGate();
                if (buffered && (order == null || !order.isLast(send.hash, send.sequence))) {
                    isMine = claimHandOver();
                    return false;
                }
                queue.putBack(send);
                takenBackCount++;
                if (pauseNanos > 0) {
                    long until = context.nanoTime().getAsLong() + pauseNanos;
                    pausedUntilNanos = isPausing && pausedUntilNanos - until > 0 ? pausedUntilNanos : until;
                    isPausing = true;
                }
                planExpiry();
                isMine = claimHandOver();
            }
        } finally {
            lock.unlock();
            start(isMine);
        }
        if (next != null) {
            // the order of what is buffered is known to the stripe it came by only; what was queued has a sender that
            // has gone
            // on, perhaps to the stripe that took over
            return !buffered && !send.hasWaited && next.of(send).gate().putBack(send, false, pauseNanos);
        }
        if (pauseNanos > 0) {
            later(this::resume, pauseNanos);
        }
        return true;
    }

    private void resume() {
        boolean isMine = false;
        long left;
        lock.lock();
        try {
            left = isPausing ? pausedUntilNanos - context.nanoTime().getAsLong() : 0;
            if (left <= 0) {
                isPausing = false;
                isMine = claimHandOver();
            }
        } finally {
            lock.unlock();
            start(isMine);
        }
        if (left > 0) {
            later(this::resume, left);
        }
    }

    /** Under the lock: nobody waits for ever, even if nothing is ever handed over. */
    private void planExpiry() {
        var head = queue.peek();
        if (!isExpiryPlanned && head != null) {
            isExpiryPlanned = true;
            later(
                    this::expire,
                    Math.max(1, head.deadlineNanos - context.nanoTime().getAsLong()));
        }
    }

    private void expire() {
        List<QueuedSend> expired;
        boolean isMine;
        lock.lock();
        try {
            isExpiryPlanned = false;
            expired = pollExpired();
            planExpiry();
            isMine = claimHandOver();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        start(isMine);
        tell(expired);
    }

    /** Under the lock: what has waited too long, to be {@linkplain #tell told}. */
    private List<QueuedSend> pollExpired() {
        var expired = queue.pollExpired(context.nanoTime().getAsLong());
        if (!expired.isEmpty()) {
            tellerCount++;
        }
        return expired;
    }

    private void tell(List<QueuedSend> expired) {
        if (expired.isEmpty()) {
            return;
        }
        var thread = Thread.currentThread();
        context.lanes().addCallbackThread(thread);
        try {
            expired.forEach(stripe::expire);
        } finally {
            context.lanes().removeCallbackThread(thread);
            lock.lock();
            try {
                tellerCount--;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void later(Runnable task, long nanos) {
        var unused = context.timer().schedule(() -> context.executor().execute(task), nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Gives it its first producer, or one after the last has died.
     *
     * @return whether it took it; it does not when it has one, is closed or succeeded
     */
    boolean put(LaneMaker maker) {
        boolean isMine = false;
        lock.lock();
        try {
            if (lane != null || isClosed || successor != null) {
                return false;
            }
            // one that is being handed to the last lane comes back if that did not take it, and must find the gate
            // closed
            lane = maker.make(stripe, holds == 0 && queue.isEmpty() && !isPausing && !isHandingOver);
            isMine = claimHandOver();
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
            start(isMine);
        }
    }

    /** Takes a dead producer away, so that later sends wait for another. Returns whether it was the one in use. */
    boolean drop(Lane dead, Lane.Abandonment why) {
        lock.lock();
        try {
            if (lane != dead) {
                return false;
            }
            dead.abandon(why);
            lane = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the gate until {@link #release}; returns the lane that senders may still be in, if any. */
    @Nullable
    Lane hold() {
        lock.lock();
        try {
            holds++;
            closeGate();
            return lane;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a {@link #hold}.
     *
     * @param maker makes the lane that takes over; null: it goes on with the one it has
     * @param why the old lane is given up, if it is
     */
    Release release(@Nullable LaneMaker maker, Lane.@Nullable Abandonment why) {
        boolean isMine = false;
        lock.lock();
        try {
            holds--;
            var old = lane;
            if (old != null && why != null) {
                old.abandon(why);
            }
            if (isClosed) {
                return new Release(false, null);
            }
            if (maker != null) {
                lane = maker.make(stripe, false);
            }
            isMine = claimHandOver();
            return new Release(true, maker == null ? null : old);
        } finally {
            lock.unlock();
            start(isMine);
        }
    }

    /**
     * Ends a {@link #hold} by giving all that is queued to the stripes that take over, key by key in order.
     *
     * @param why the lane is given up with messages in flight, if it is
     */
    void succeed(Layout layout, Lane.@Nullable Abandonment why) {
        lock.lock();
        try {
            holds--;
            var old = lane;
            if (old != null && why != null) {
                old.abandon(why);
            }
            if (isClosed) {
                return;
            }
            for (QueuedSend send : queue.pollAll()) {
                layout.of(send).gate().inherit(send);
            }
            successor = layout;
            lane = null;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From a stripe that is replaced, under its lock: the successor's lock is always the inner one. */
    private void inherit(QueuedSend send) {
        lock.lock();
        try {
            queue.addLast(send);
            planExpiry();
        } finally {
            lock.unlock();
        }
    }

    long queuedCount() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that is queued now has been handed over, or has failed and whoever sent it has been told.
     *
     * @return how many messages have been taken back since the start: while that changes, something may be queued again
     */
    long awaitQueue() throws InterruptedException {
        Layout next;
        lock.lock();
        try {
            long until = queue.departureOfLast();
            while (!isClosed && (tellerCount > 0 || (successor == null && queue.departedCount() - until < 0))) {
                moved.await();
            }
            next = successor;
            if (next == null) {
                return takenBackCount;
            }
        } finally {
            lock.unlock();
        }
        long sum = 0;
        for (Stripe each : next.stripes()) {
            sum += each.gate().awaitQueue();
        }
        return sum;
    }

    /** Closes it for good. Returns what was queued. */
    List<QueuedSend> close() {
        lock.lock();
        try {
            isClosed = true;
            closeGate();
            lane = null;
            moved.signalAll();
            return queue.pollAll();
        } finally {
            lock.unlock();
        }
    }

    /** How much waits, in words. */
    String queueInWords() {
        lock.lock();
        try {
            return queue.size() + " messages of " + queue.bytes() + " bytes wait for "
                    + (lane == null ? "a producer" : "the producer to be replaced or to take them");
        } finally {
            lock.unlock();
        }
    }
}
