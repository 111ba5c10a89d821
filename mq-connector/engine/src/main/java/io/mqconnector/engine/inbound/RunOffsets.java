// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the transactions of one assignment say of its partition, and in whose name. Thread-safe.
 *
 * <p>The membership is written by the poll thread after each poll and taken when a run begins: a run that has outlived a
 * rebalance speaks for an older generation and is refused by the broker, whether the partition is still ours or not.
 */
final class RunOffsets {
    private final TopicPartition partition;
    private final int firstPartitions;
    /** What an earlier owner, which was not transactional, has done beyond where this begins. */
    private final DoneRanges known;

    private final Membership membership;

    /** Which member of which generation a consumer is. */
    static final class Membership {
        /** Replaced whole by the poll thread; null before the first poll. */
        private volatile @Nullable ConsumerGroupMetadata group;

        void is(ConsumerGroupMetadata now) {
            group = now;
        }

        @Nullable
        ConsumerGroupMetadata group() {
            return group;
        }
    }

    /** @param metadata of the commit it starts from */
    RunOffsets(TopicPartition partition, CommitMetadata metadata, Membership membership) {
        this.partition = partition;
        this.firstPartitions = metadata.partitions();
        this.known = metadata.done();
        this.membership = membership;
    }

    @Nullable
    ConsumerGroupMetadata group() {
        return membership.group();
    }

    /** Everything below {@code offset} is done. */
    Map<TopicPartition, OffsetAndMetadata> at(long offset, SortedMap<Long, Integer> failures) {
        long next = known.firstUndone(offset);
        var metadata = new CommitMetadata(firstPartitions, failures.tailMap(next), known);
        return Map.of(
                partition,
                new OffsetAndMetadata(next, Optional.empty(), metadata.toText(next, CommitMetadata.MAX_CHARS)));
    }
}
