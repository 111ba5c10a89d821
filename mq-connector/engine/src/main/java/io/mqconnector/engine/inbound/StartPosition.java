// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.config.OffsetReset;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group starts in partitions it has no committed offset for, and how that is remembered.
 *
 * <p>The start is committed before anything is delivered: with {@code latest}, a crash before the first success would
 * otherwise skip what was produced meanwhile. Each commit's metadata carries how many partitions the topic had when the
 * group first started on it, so that a partition added later, whichever member gets it, starts at its beginning.
 *
 * <p>Confined to the poll thread, inside the assignment callback.
 */
final class StartPosition {
    private final Consumer<?, ?> consumer;
    private final OffsetReset reset;
    private final Duration timeout;

    StartPosition(Consumer<?, ?> consumer, OffsetReset reset, Duration timeout) {
        this.consumer = consumer;
        this.reset = reset;
        this.timeout = timeout;
    }

    /**
     * The start of each partition just assigned, with the metadata for its commits; one that is
     * {@linkplain Start#isPinned pinned} is to be committed by the caller before anything is delivered.
     */
    Map<TopicPartition, Start> resolve(Collection<TopicPartition> assigned) {
        var counts = new HashMap<String, Integer>();
        var ofTopics = new HashSet<TopicPartition>(assigned);
        for (TopicPartition partition : assigned) {
            counts.computeIfAbsent(partition.topic(), topic -> {
                int count = consumer.partitionsFor(topic, timeout).size();
                for (int i = 0; i < count; i++) {
                    ofTopics.add(new TopicPartition(topic, i));
                }
                return count;
            });
        }
        var committed = consumer.committed(ofTopics, timeout);
        var firstCounts = firstCounts(committed, counts);
        var missing = new HashSet<TopicPartition>();
        var addedLater = new HashSet<TopicPartition>();
        for (TopicPartition partition : assigned) {
            if (committed.get(partition) == null) {
                boolean later = partition.partition() >= firstCounts.getOrDefault(partition.topic(), Integer.MAX_VALUE);
                (later ? addedLater : missing).add(partition);
            }
        }
        var fresh = positions(missing, addedLater);
        var starts = new HashMap<TopicPartition, Start>();
        for (TopicPartition partition : assigned) {
            int first = firstCounts.getOrDefault(
                    partition.topic(), counts.getOrDefault(partition.topic(), partition.partition() + 1));
            var known = committed.get(partition);
            Long pinned = fresh.get(partition);
            if (known != null) {
                var said = CommitMetadata.of(known.metadata(), known.offset());
                var metadata = new CommitMetadata(first, said.failures(), said.done());
                starts.put(partition, new Start(known.offset(), metadata, false));
            } else if (pinned != null) {
                var metadata = new CommitMetadata(first, new TreeMap<>(), DoneRanges.ofNothing(pinned));
                starts.put(partition, new Start(pinned, metadata, true));
            }
        }
        return starts;
    }

    /**
     * How many partitions each topic had when the group first started on it: the smallest count its own commits carry.
     */
    private static Map<String, Integer> firstCounts(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<String, Integer> counts) {
        var first = new HashMap<String, Integer>();
        committed.forEach((partition, offset) -> {
            int count = offset == null
                    ? -1
                    : CommitMetadata.of(offset.metadata(), offset.offset()).partitions();
            if (count > 0 && counts.containsKey(partition.topic())) {
                first.merge(partition.topic(), count, Math::min);
            }
        });
        return first;
    }

    private Map<TopicPartition, Long> positions(Set<TopicPartition> missing, Set<TopicPartition> addedLater) {
        var positions = new HashMap<TopicPartition, Long>();
        if (!addedLater.isEmpty()) {
            positions.putAll(consumer.beginningOffsets(addedLater, timeout));
        }
        if (!missing.isEmpty()) {
            positions.putAll(
                    reset == OffsetReset.EARLIEST
                            ? consumer.beginningOffsets(missing, timeout)
                            : consumer.endOffsets(missing, timeout));
        }
        return positions;
    }

    /**
     * Where one partition starts.
     *
     * @param offset the first to be delivered
     * @param metadata what its commits say
     * @param isPinned whether it was found just now and must be committed before anything is delivered
     */
    record Start(long offset, CommitMetadata metadata, boolean isPinned) {}
}
