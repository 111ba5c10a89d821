// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Of a topic {@code t} of two partitions; remembers commits, and fails or holds them when told to. */
final class RecordingConsumer extends MockConsumer<byte[], byte[]> {
    static final TopicPartition ZERO = new TopicPartition("t", 0);
    static final TopicPartition ONE = new TopicPartition("t", 1);

    /** A commit that the broker has not answered yet. */
    record Held(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {}

    /** What the broker has, whether the partition is assigned or not. */
    final Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    /** Every commit that was asked for, confirmed or not. */
    final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();

    final Deque<Held> held = new ArrayDeque<>();
    boolean holdsAsynchronous;
    private boolean isSynchronous;
    /** Fail the commits to come, one each. */
    final Deque<RuntimeException> failures = new ArrayDeque<>();
    /** By time stamp, for partition 0. */
    final Map<Long, Long> offsetsByTime = new HashMap<>();

    RecordingConsumer() {
        super("earliest");
        updatePartitions(
                "t",
                List.of(
                        new PartitionInfo("t", 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo("t", 1, Node.noNode(), new Node[0], new Node[0])));
        updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        updateEndOffsets(new HashMap<>(Map.of(ZERO, 0L, ONE, 0L)));
    }

    void produce(TopicPartition partition, long from, int count) {
        for (int i = 0; i < count; i++) {
            addRecord(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), from + i, new byte[] {(byte) i}, new byte[0]));
        }
        updateEndOffsets(new HashMap<>(Map.of(partition, from + count)));
    }

    /** What the broker has of a partition, -1 for nothing. */
    long committedOffset(TopicPartition partition) {
        var committed = commits.get(partition);
        return committed == null ? -1 : committed.offset();
    }

    CommitMetadata committedMetadata(TopicPartition partition) {
        var committed = commits.get(partition);
        return committed == null ? CommitMetadata.UNKNOWN : CommitMetadata.of(committed.metadata(), committed.offset());
    }

    /** Lets the broker answer the oldest commit; null for yes. */
    void answer(@Nullable Exception failure) {
        var oldest = held.remove();
        if (failure == null) {
            commits.putAll(oldest.offsets);
        }
        oldest.callback.onComplete(oldest.offsets, failure);
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        asked.add(Map.copyOf(offsets));
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        isSynchronous = true;
        try {
            super.commitSync(offsets, timeout);
        } finally {
            isSynchronous = false;
        }
        commits.putAll(offsets);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        if (isSynchronous) {
            // how the one above is made
            super.commitAsync(offsets, callback);
            return;
        }
        asked.add(Map.copyOf(offsets));
        if (holdsAsynchronous) {
            held.add(new Held(Map.copyOf(offsets), callback));
        } else if (!failures.isEmpty()) {
            callback.onComplete(offsets, failures.remove());
        } else {
            super.commitAsync(offsets, callback);
            commits.putAll(offsets);
        }
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times, Duration timeout) {
        var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
        times.forEach((partition, time) -> {
            var offset = offsetsByTime.get(time);
            if (offset != null) {
                found.put(partition, new OffsetAndTimestamp(offset, time, Optional.empty()));
            }
        });
        return found;
    }
}
