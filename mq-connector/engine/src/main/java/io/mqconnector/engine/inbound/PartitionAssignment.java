// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition for as long as it is assigned: dropped whole when it is given up, so that whatever completes later is
 * ignored. Confined to the poll thread, but for the frontier and the mailbox.
 */
final class PartitionAssignment {
    final TopicPartition partition;
    final Frontier frontier;
    final Mailbox mailbox;

    /** Paused because it was full. */
    boolean full;
    /** What the broker has confirmed. */
    private long committed;
    /** {@link Frontier#doneCount()} at the last commit asked for. */
    private long doneAtCommit;

    PartitionAssignment(TopicPartition partition, Frontier frontier, Mailbox mailbox, long committed) {
        this.partition = partition;
        this.frontier = frontier;
        this.mailbox = mailbox;
        this.committed = committed;
    }

    /** What should be committed, or null when the broker has it already. */
    @Nullable
    OffsetAndMetadata uncommitted() {
        var position = frontier.position();
        return position.offset() > committed ? position : null;
    }

    /** Notes that a commit has been asked for. */
    void commitAsked() {
        doneAtCommit = frontier.doneCount();
    }

    /** Notes what the broker has confirmed. */
    void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /** Records done since a commit was last asked for. */
    long doneSinceCommit() {
        return frontier.doneCount() - doneAtCommit;
    }

    /** Whether records are done that the broker does not know of. */
    boolean hasUncommittedDone() {
        return frontier.doneCount() > 0 && uncommitted() != null;
    }
}
