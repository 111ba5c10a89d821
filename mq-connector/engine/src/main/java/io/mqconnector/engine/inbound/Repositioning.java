// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What is done to the positions of a consumer from outside. Confined to its poll thread. */
final class Repositioning {
    private final ConsumerLoop loop;
    private final Deliveries deliveries;

    Repositioning(ConsumerLoop loop, Deliveries deliveries) {
        this.loop = loop;
        this.deliveries = deliveries;
    }

    /** The first offset that is not done, of each partition. */
    Map<MqPartition, Long> positions() {
        var positions = new HashMap<MqPartition, Long>();
        loop.feeds().forEach((partition, feed) -> positions.put(of(partition), feed.assignment.frontier.offset()));
        return positions;
    }

    /** What the broker has confirmed, of each partition. */
    Map<MqPartition, Long> committed() {
        var committed = new HashMap<MqPartition, Long>();
        loop.feeds().forEach((partition, feed) -> committed.put(of(partition), feed.committedOffset()));
        return committed;
    }

    /**
     * Refuses an offset that may not be committed.
     *
     * @throws MqConfigException why not
     */
    void checkCommit(TopicPartition partition, long offset, boolean isForced) {
        var problem = problem(partition, offset, isForced);
        if (!problem.isEmpty()) {
            throw new MqConfigException(List.of(problem));
        }
    }

    /**
     * Commits these offsets.
     *
     * @throws MqConfigException if one of them may not be; nothing was committed
     * @throws KafkaException if the broker did not confirm
     */
    void commit(Map<TopicPartition, Long> offsets, boolean isForced, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var problems = offsets.entrySet().stream()
                .map(entry -> problem(entry.getKey(), entry.getValue(), isForced))
                .filter(problem -> !problem.isEmpty())
                .toList();
        if (!problems.isEmpty()) {
            throw new MqConfigException(problems);
        }
        offsets.forEach((partition, offset) -> {
            var feed = loop.feeds().get(partition);
            if (feed == null) {
                throw new MqConfigException(List.of(notAssigned(partition)));
            }
            if (feed.assignment.frontier.offset() < offset) {
                move(feed, offset, deadline, true);
            } else {
                loop.commits().commit(Map.of(partition, plain(feed, offset)), left(deadline));
                feed.confirmed(plain(feed, offset));
            }
        });
    }

    /**
     * Goes on at an offset.
     *
     * @throws MqConfigException if there is no such offset, or the partition is not assigned
     * @throws KafkaException if the broker did not confirm; the position is as it was
     */
    void seek(TopicPartition partition, long offset, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var feed = feed(partition);
        long first = loop.consumer()
                .beginningOffsets(List.of(partition), left(deadline))
                .getOrDefault(partition, 0L);
        long end =
                loop.consumer().endOffsets(List.of(partition), left(deadline)).getOrDefault(partition, 0L);
        if (offset < first || offset > end) {
            throw new MqConfigException(List.of(
                    "offset " + offset + " of " + partition + " does not exist; allowed are " + first + " to " + end));
        }
        move(feed, offset, deadline, false);
    }

    /** As {@link #seek}, to the beginning. */
    void seekToBeginning(TopicPartition partition, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var feed = feed(partition);
        move(
                feed,
                offset(loop.consumer().beginningOffsets(List.of(partition), left(deadline)), partition),
                deadline,
                false);
    }

    /** As {@link #seek}, to the end. */
    void seekToEnd(TopicPartition partition, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var feed = feed(partition);
        move(feed, offset(loop.consumer().endOffsets(List.of(partition), left(deadline)), partition), deadline, false);
    }

    /** As {@link #seek}, to the first record of that time or later, or the end. */
    void seekToTime(TopicPartition partition, long epochMillis, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var feed = feed(partition);
        var found = loop.consumer()
                .offsetsForTimes(Map.of(partition, epochMillis), left(deadline))
                .get(partition);
        long offset = found == null
                ? offset(loop.consumer().endOffsets(List.of(partition), left(deadline)), partition)
                : found.offset();
        move(feed, offset, deadline, false);
    }

    /**
     * Ends the epoch of a partition and begins another.
     *
     * @param keepsDone whether what is done beyond the new position stays done
     */
    private void move(PartitionFeed feed, long offset, long deadlineNanos, boolean keepsDone) {
        var partition = feed.partition();
        long drainEnd = deliveries.nanoTime.getAsLong()
                + deliveries.config().drainTimeout().toNanos();
        loop.end(feed, Math.min(deadlineNanos, drainEnd));
        var before = feed.metadata(Integer.MAX_VALUE);
        var metadata = keepsDone
                ? new CommitMetadata(before.partitions(), before.failures().tailMap(offset), before.done())
                : nothingKnown(feed, offset);
        try {
            loop.commits().commit(Map.of(partition, plain(feed, offset)), left(deadlineNanos));
            loop.consumer().seek(partition, offset);
            var next = loop.begin(partition, offset, metadata);
            // what is done behind the offset is told with the next commit
            next.confirmed(plain(feed, offset));
        } catch (KafkaException e) {
            // as it was: what had begun and did not finish begins again
            goOn(feed, before, e);
            throw e;
        } finally {
            loop.resume(partition);
        }
    }

    /** Begins another epoch where the last one ended. */
    private void goOn(PartitionFeed ended, CommitMetadata known, KafkaException why) {
        var partition = ended.partition();
        // before its position is read: a run that is not over may be committed at any moment
        boolean isKnown = !deliveries.config().transactional() || ended.assignment.isAtRest();
        // once: what was cut off may finish meanwhile
        long offset = ended.assignment.frontier.offset();
        loop.consumer().seek(partition, offset);
        var next = loop.begin(partition, offset, known);
        next.confirmedAs(ended);
        if (!isKnown) {
            var failure = ended.assignment.failure();
            next.assignment.fail(failure == null ? why : failure);
        }
    }

    private String problem(TopicPartition partition, long offset, boolean isForced) {
        var feed = loop.feeds().get(partition);
        if (feed == null) {
            return notAssigned(partition);
        }
        if (deliveries.config().transactional()) {
            return "offset " + offset + " of " + partition + " cannot be committed: listener '"
                    + deliveries.config().name() + "' is transactional, its transactions say how far it has come; seek"
                    + " to leave records out";
        }
        var frontier = feed.assignment.frontier;
        if (offset < feed.committedOffset() || offset > frontier.polledOffset()) {
            return "offset " + offset + " of " + partition + " cannot be committed; committed is "
                    + feed.committedOffset() + ", received is up to " + frontier.polledOffset() + "; seek to go back";
        }
        if (!isForced && frontier.isUnfinishedBelow(offset)) {
            return "offset " + offset + " of " + partition + " cannot be committed: the record at " + frontier.offset()
                    + " is unfinished; wait for it, or force the commit to give it up";
        }
        return "";
    }

    private PartitionFeed feed(TopicPartition partition) {
        var feed = loop.feeds().get(partition);
        if (feed == null) {
            throw new MqConfigException(List.of(notAssigned(partition)));
        }
        return feed;
    }

    private OffsetAndMetadata plain(PartitionFeed feed, long offset) {
        return new OffsetAndMetadata(offset, loop.commits().text(nothingKnown(feed, offset), offset));
    }

    private static CommitMetadata nothingKnown(PartitionFeed feed, long offset) {
        return new CommitMetadata(feed.firstPartitions(), new TreeMap<>(), DoneRanges.ofNothing(offset));
    }

    private Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1, deadlineNanos - deliveries.nanoTime.getAsLong()));
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        var offset = offsets.get(partition);
        if (offset == null) {
            throw new KafkaException("the broker did not tell the offset of " + partition);
        }
        return offset;
    }

    private static String notAssigned(TopicPartition partition) {
        return "partition " + partition + " is not assigned to this consumer";
    }

    private static MqPartition of(TopicPartition partition) {
        return new MqPartition(partition.topic(), partition.partition());
    }
}
