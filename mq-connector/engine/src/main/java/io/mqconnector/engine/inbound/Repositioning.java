// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /** An epoch that is over: what was known when it ended, and where the next one begins. */
    private record Ended(PartitionFeed feed, CommitMetadata known, long next) {}

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

    /** How far each partition has come. */
    List<PartitionStanding> standings() {
        return loop.feeds().values().stream().map(this::standing).toList();
    }

    private PartitionStanding standing(PartitionFeed feed) {
        var partition = feed.partition();
        return new PartitionStanding(
                partition.topic(),
                partition.partition(),
                feed.assignment.frontier.offset(),
                feed.committedOffset(),
                feed.assignment.frontier.inFlight(),
                loop.lag().of(feed),
                feed.assignment.isHalted());
    }

    /** Has the group assign its partitions anew, with the next poll. */
    boolean enforceRebalance(String reason) {
        loop.consumer().enforceRebalance(reason);
        return true;
    }

    /**
     * Refuses offsets that may not be committed.
     *
     * @throws MqConfigException why not
     */
    void checkCommit(Map<TopicPartition, Long> offsets, boolean isForced) {
        var problems = offsets.entrySet().stream()
                .map(entry -> problem(entry.getKey(), entry.getValue(), isForced))
                .filter(problem -> !problem.isEmpty())
                .toList();
        if (!problems.isEmpty()) {
            throw new MqConfigException(problems);
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
        checkCommit(offsets, isForced);
        var behind = new HashMap<TopicPartition, OffsetAndMetadata>();
        var beyond = new LinkedHashMap<PartitionFeed, Long>();
        offsets.forEach((partition, offset) -> {
            var feed = feed(partition);
            if (feed.assignment.frontier.offset() < offset) {
                beyond.put(feed, offset);
            } else {
                behind.put(partition, plain(feed, offset));
            }
        });
        move(beyond, behind, deadline, true);
        behind.forEach((partition, offset) -> feed(partition).confirmed(offset));
    }

    /**
     * Where an offset is.
     *
     * @throws MqConfigException if there is no such offset, or the partition is not assigned
     * @throws KafkaException if the broker did not tell
     */
    Map<TopicPartition, Long> at(TopicPartition partition, long offset, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var one = List.of(partition);
        var first = beginnings(one, left(deadline)).get(partition);
        var end = ends(one, left(deadline)).get(partition);
        if (first == null || end == null || offset < first || offset > end) {
            throw new MqConfigException(List.of(
                    "offset " + offset + " of " + partition + " does not exist; allowed are " + first + " to " + end));
        }
        return Map.of(partition, offset);
    }

    /** As {@link #at}: where partitions begin. */
    Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions, Duration timeout) {
        partitions.forEach(this::feed);
        return all(partitions, loop.consumer().beginningOffsets(partitions, timeout));
    }

    /** As {@link #at}: where partitions end. */
    Map<TopicPartition, Long> ends(List<TopicPartition> partitions, Duration timeout) {
        partitions.forEach(this::feed);
        return all(partitions, loop.consumer().endOffsets(partitions, timeout));
    }

    /** As {@link #at}: the first record of that time or later, or the end. */
    Map<TopicPartition, Long> atTime(List<TopicPartition> partitions, long epochMillis, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        // asked first: a record that comes in between is not passed over
        var offsets = ends(partitions, left(deadline));
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, epochMillis));
        loop.consumer().offsetsForTimes(times, left(deadline)).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /**
     * Goes on elsewhere, in all of these partitions or in none. What has begun may finish for the drain time-out, all of it
     * together, and is given up then.
     *
     * @param offsets where to, of each
     * @param timeout for everything
     * @throws MqConfigException if one is not assigned; nothing was done
     * @throws KafkaException if the broker did not confirm; the positions are as they were
     */
    void move(Map<TopicPartition, Long> offsets, Duration timeout) {
        var targets = new LinkedHashMap<PartitionFeed, Long>();
        offsets.forEach((partition, offset) -> targets.put(feed(partition), offset));
        move(targets, Map.of(), deliveries.nanoTime.getAsLong() + timeout.toNanos(), false);
    }

    /**
     * Ends the epochs of partitions and begins others.
     *
     * @param along committed with them
     * @param keepsDone whether what is done beyond the new position stays done
     */
    private void move(
            Map<PartitionFeed, Long> targets,
            Map<TopicPartition, OffsetAndMetadata> along,
            long deadlineNanos,
            boolean keepsDone) {
        loop.end(targets.keySet(), drainEnd(deadlineNanos));
        var ended = new ArrayList<Ended>();
        var commit = new HashMap<>(along);
        targets.forEach((feed, offset) -> {
            ended.add(new Ended(feed, feed.metadata(Integer.MAX_VALUE), offset));
            commit.put(feed.partition(), plain(feed, offset));
        });
        try {
            loop.commits().commit(commit, left(deadlineNanos));
        } catch (KafkaException e) {
            // as it was: what had begun and did not finish begins again
            ended.forEach(each -> goOn(each.feed, each.known, e));
            throw e;
        }
        ended.forEach(each -> goOnElsewhere(each, keepsDone));
    }

    /** Until when started records may finish. */
    private long drainEnd(long deadlineNanos) {
        long now = deliveries.nanoTime.getAsLong();
        long left = deadlineNanos - now;
        return now + Math.min(deliveries.config().drainTimeout().toNanos(), left - ConsumerLoop.commitReserve(left));
    }

    private void goOnElsewhere(Ended ended, boolean keepsDone) {
        var partition = ended.feed.partition();
        long offset = ended.next;
        var known = ended.known;
        var metadata = keepsDone
                ? new CommitMetadata(known.partitions(), known.failures().tailMap(offset), known.done())
                : nothingKnown(ended.feed, offset);
        loop.consumer().seek(partition, offset);
        var next = loop.begin(partition, offset, metadata);
        // what is done behind the offset is told with the next commit
        next.confirmed(plain(ended.feed, offset));
        loop.resume(partition);
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
        loop.resume(partition);
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

    private static Map<TopicPartition, Long> all(List<TopicPartition> partitions, Map<TopicPartition, Long> told) {
        var offsets = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : partitions) {
            var offset = told.get(partition);
            if (offset == null) {
                throw new KafkaException("the broker did not tell the offset of " + partition);
            }
            offsets.put(partition, offset);
        }
        return offsets;
    }

    private static String notAssigned(TopicPartition partition) {
        return "partition " + partition + " is not assigned to this consumer";
    }

    private static MqPartition of(TopicPartition partition) {
        return new MqPartition(partition.topic(), partition.partition());
    }
}
