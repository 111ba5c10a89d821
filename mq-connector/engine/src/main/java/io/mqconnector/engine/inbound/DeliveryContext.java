// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqSender;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a listener has said about one delivery. Made when it is asked for; with manual acknowledgement for each delivery,
 * since it then decides when the record is done.
 *
 * <p>Thread-safe: a record is settled once, by whoever comes first: acknowledgement, failure of the listener, time-out.
 */
final class DeliveryContext implements MqContext {
    private static final int OPEN = 0;
    private static final int ACKNOWLEDGED = 1;
    private static final int FAILED = 2;

    private final PartitionAssignment assignment;
    private final MqSender sender;
    /** Whose record it is; null unless the listener acknowledges, as is the segment. */
    private final @Nullable Mailbox mailbox;

    private final @Nullable Segment segment;

    private final int index;
    private final long offset;
    private final int attempt;
    private final AtomicInteger state = new AtomicInteger(OPEN);

    /** When the listener returned without having acknowledged; 0 before. Written by its worker. */
    private volatile long returnedNanos;
    /** Why the record is nothing for the listener; written by the listener. */
    private volatile @Nullable String skipReason;
    /** Whether the listener ends its subscription; written by the listener. */
    private volatile boolean stop;

    /** Of a record that is done when the listener returns. */
    DeliveryContext(PartitionAssignment assignment) {
        this(assignment, assignment.deliveries.outlets.producer());
    }

    /** Of a record whose listener sends through {@code sender}. */
    DeliveryContext(PartitionAssignment assignment, MqSender sender) {
        this.assignment = assignment;
        this.sender = sender;
        this.mailbox = null;
        this.segment = null;
        this.index = 0;
        this.offset = -1;
        this.attempt = 0;
    }

    /** Of a record that is done when it is acknowledged. */
    DeliveryContext(
            PartitionAssignment assignment, Mailbox mailbox, Segment segment, int index, long offset, int attempt) {
        this.assignment = assignment;
        this.sender = assignment.deliveries.outlets.producer();
        this.mailbox = mailbox;
        this.segment = segment;
        this.index = index;
        this.offset = offset;
        this.attempt = attempt;
    }

    @Override
    public String listener() {
        return assignment.deliveries.config().name();
    }

    @Override
    public String group() {
        return assignment.deliveries.config().group();
    }

    @Override
    public MqSender producer() {
        return assignment.deliveries.outlets.carriers().around(sender);
    }

    @Override
    public void stop() {
        stop = true;
    }

    @Override
    public void skip(String reason) {
        skipReason = requireNonNull(reason, "reason");
    }

    @Override
    public boolean isManual() {
        return segment != null;
    }

    @Override
    public boolean acknowledge() {
        if (segment == null) {
            return !assignment.isDropped();
        }
        if (assignment.isDropped()) {
            return false;
        }
        if (state.compareAndSet(OPEN, ACKNOWLEDGED)) {
            return assignment.acknowledged(this, segment, index);
        }
        // asked again: what was marked before the assignment was dropped is in its last commit
        return state.get() == ACKNOWLEDGED && !assignment.isDropped();
    }

    @Override
    public boolean acknowledgeUpTo() {
        if (segment != null) {
            assignment.acknowledgeBefore(offset);
        }
        return acknowledge();
    }

    /** The record's offset; only with manual acknowledgement. */
    long offset() {
        return offset;
    }

    int attempt() {
        return attempt;
    }

    Mailbox mailbox() {
        return requireNonNull(mailbox, "mailbox");
    }

    Segment segment() {
        return requireNonNull(segment, "segment");
    }

    int index() {
        return index;
    }

    @Nullable
    String skipReason() {
        return skipReason;
    }

    boolean isStop() {
        return stop;
    }

    /** The listener threw, or never acknowledged: whether that is what decides. */
    boolean fail() {
        return state.compareAndSet(OPEN, FAILED);
    }

    /** The listener has returned. */
    void returned(long nanos) {
        returnedNanos = nanos == 0 ? 1 : nanos;
    }

    /** Whether the listener has returned that long ago. */
    boolean isOverdue(long nowNanos, long timeoutNanos) {
        long returned = returnedNanos;
        return returned != 0 && nowNanos - returned >= timeoutNanos;
    }
}
