// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.config.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The poll thread's side of a {@link PartitionAssignment}: what comes in, and what is committed. Confined to that thread. */
final class PartitionFeed {
    final PartitionAssignment assignment;
    private final Distribution distribution;
    /** Partitions the topic had when the group first started on it. */
    private final int firstPartitions;
    /** Whether something may be done although something before it is not. */
    private final boolean isOutOfOrder;

    /** What an earlier owner has done beyond its last commit. */
    private DoneRanges known;
    /** Paused because it was full, or because it stands still. */
    boolean isPaused;

    private long committedOffset;
    private String committedText;
    /** Records that were done when the last confirmed commit was made. */
    private long committedFinished;
    /** Records that were done when a commit was last asked for. */
    private long askedFinished;

    /**
     * @param assignment the other side
     * @param metadata of the commit it starts from
     */
    PartitionFeed(PartitionAssignment assignment, CommitMetadata metadata) {
        this.assignment = assignment;
        this.distribution = Distribution.of(assignment);
        this.firstPartitions = metadata.partitions();
        this.known = metadata.done();
        this.isOutOfOrder = assignment.deliveries.config().ordering() != Ordering.PARTITION
                || assignment.isManual()
                || assignment.deliveries.isBatch
                // or it was so with the earlier owner
                || !metadata.done().isEmpty();
        this.committedOffset = assignment.frontier.offset();
        this.committedText = metadata.toText(committedOffset, CommitMetadata.MAX_CHARS);
    }

    TopicPartition partition() {
        return assignment.partition;
    }

    /**
     * Takes records and hands them over.
     *
     * @param next where the next poll starts
     * @param ready gets the mailboxes that have become ready by it
     */
    void receive(List<ConsumerRecord<byte[], byte[]>> records, @Nullable OffsetAndMetadata next, List<Mailbox> ready) {
        assignment.counters.received(records.size());
        for (int from = 0; from < records.size(); from += Segment.MAX_RECORDS) {
            int to = Math.min(records.size(), from + Segment.MAX_RECORDS);
            var segment = new Segment(records.subList(from, to), distribution.isLinked());
            assignment.frontier.received(segment);
            recognise(segment);
            distribution.place(segment, ready);
        }
        if (next != null) {
            assignment.frontier.polledTo(next);
        }
    }

    /** What an earlier owner has done is not delivered again. */
    private void recognise(Segment segment) {
        if (known.isEmpty()) {
            return;
        }
        int count = 0;
        for (int i = 0; i < segment.size(); i++) {
            var record = segment.undone(i);
            if (record != null && known.contains(record.offset())) {
                segment.done(i);
                count++;
            }
        }
        if (count > 0) {
            assignment.counters.recognised.add(count);
            assignment.finished(count);
        }
        if (segment.lastOffset() >= known.end()) {
            known = DoneRanges.NONE;
        }
    }

    /** Unfinished records that fill it. */
    long countedInFlight() {
        long all = assignment.frontier.inFlight();
        int bound = assignment.deliveries.config().maxInFlight();
        // looking at each key costs something, and only matters near the bound
        return all < bound / 2
                ? all
                : distribution.countedInFlight(assignment.deliveries.config().maxInFlightPerKey());
    }

    /** Offers all mailboxes again, after something that kept records from being started has ended. */
    void offerAll(List<Mailbox> ready) {
        distribution.forEach(mailbox -> {
            if (mailbox.offer()) {
                ready.add(mailbox);
            }
        });
        var strays = new ArrayList<Mailbox>();
        for (var stray = assignment.nextStray(); stray != null; stray = assignment.nextStray()) {
            strays.add(stray);
        }
        // one that may still not be started joins them again
        for (Mailbox stray : strays) {
            if (stray.offer()) {
                ready.add(stray);
            }
        }
    }

    /** What a commit would say now. */
    record Due(PartitionFeed feed, OffsetAndMetadata offset, long finished) {}

    /**
     * What should be committed, or null when the broker has it already.
     *
     * @param maxChars of metadata
     */
    @Nullable
    Due due(int maxChars) {
        long finished = assignment.frontier.finishedCount();
        var position = assignment.frontier.position();
        // a transaction has committed the end of what an earlier owner had done: it must not be taken back
        long offset = assignment.deliveries.config().transactional()
                ? known.firstUndone(position.offset())
                : position.offset();
        var said = metadata(CommitMetadata.maxRanges(CommitMetadata.MAX_CHARS));
        var text = new CommitMetadata(said.partitions(), said.failures().tailMap(offset), said.done())
                .toText(offset, maxChars);
        if (offset == committedOffset && text.equals(committedText)) {
            return null;
        }
        var epoch = offset == position.offset() ? position.leaderEpoch() : Optional.<Integer>empty();
        return new Due(this, new OffsetAndMetadata(offset, epoch, text), finished);
    }

    /**
     * What the next owner, or the next epoch, must know.
     *
     * @param maxRanges as many ranges of done records as may be told
     */
    CommitMetadata metadata(int maxRanges) {
        var done = isOutOfOrder
                ? assignment.frontier.doneBeyond(maxRanges)
                : DoneRanges.ofNothing(assignment.frontier.offset());
        // what an earlier owner has done and nobody has received since is still done
        return new CommitMetadata(
                firstPartitions,
                assignment.failureCounts(),
                known.isEmpty() ? done : done.with(known, assignment.frontier.polledOffset()));
    }

    /** Notes that a commit has been asked for. */
    void asked(Due due) {
        askedFinished = due.finished;
    }

    /** Notes what the broker has confirmed. */
    void confirmed(Due due) {
        committedOffset = due.offset.offset();
        committedText = due.offset.metadata();
        committedFinished = due.finished;
    }

    /** Notes what the broker has confirmed of somebody else's choice; more may be done than it says. */
    void confirmed(OffsetAndMetadata offset) {
        committedOffset = offset.offset();
        committedText = offset.metadata();
    }

    /** Takes over what the broker has, from the epoch before. */
    void confirmedAs(PartitionFeed before) {
        committedOffset = before.committedOffset;
        committedText = before.committedText;
    }

    /** The offset the broker has confirmed, or that it had when this began. */
    long committedOffset() {
        // with transactions everything done is committed
        return isTransactional() ? assignment.frontier.offset() : committedOffset;
    }

    /** Records done since a commit was last asked for. */
    long doneSinceAsked() {
        return assignment.frontier.finishedCount() - askedFinished;
    }

    /** Whether records are done that the broker does not know of. */
    boolean hasUncommittedDone() {
        return !isTransactional() && assignment.frontier.finishedCount() > committedFinished;
    }

    /** Whether records are done of which the commit that was confirmed last had no room to tell: they are delivered again. */
    boolean hasUntoldDone() {
        if (isTransactional()) {
            return false;
        }
        var done = metadata(Integer.MAX_VALUE).done();
        return !done.isEmpty()
                && done.end()
                        > CommitMetadata.of(committedText, committedOffset)
                                .done()
                                .end();
    }

    private boolean isTransactional() {
        return assignment.deliveries.config().transactional();
    }

    int firstPartitions() {
        return firstPartitions;
    }
}
