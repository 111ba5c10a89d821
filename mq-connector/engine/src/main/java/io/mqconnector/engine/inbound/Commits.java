// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The commits of one Kafka consumer: by time and count while it runs, one at a time; at once when a partition is given up.
 * Confined to the poll thread.
 */
final class Commits {
    private final MqLog log = MqLog.of(Commits.class);
    private final Consumer<byte[], byte[]> consumer;
    private final Deliveries deliveries;
    private final MqLog.Limit failures;

    private boolean isUnderWay;
    private long lastNanos;
    /** Less for brokers that take less. */
    private int maxChars = CommitMetadata.MAX_CHARS;

    Commits(Consumer<byte[], byte[]> consumer, Deliveries deliveries) {
        this.consumer = consumer;
        this.deliveries = deliveries;
        this.failures = new MqLog.Limit(deliveries.nanoTime);
        this.lastNanos = deliveries.nanoTime.getAsLong();
    }

    /** Asks for a commit if it is time for one. */
    void commitIfDue(Collection<PartitionFeed> feeds) {
        if (isUnderWay || deliveries.config().transactional()) {
            return;
        }
        long now = deliveries.nanoTime.getAsLong();
        var config = deliveries.config();
        boolean isDue = now - lastNanos >= config.autoCommitInterval().toNanos();
        if (!isDue) {
            long done = 0;
            for (PartitionFeed feed : feeds) {
                done += feed.doneSinceAsked();
            }
            isDue = done >= config.autoCommitRecords();
        }
        if (!isDue) {
            return;
        }
        lastNanos = now;
        var due = due(feeds);
        if (!due.isEmpty()) {
            isUnderWay = true;
            due.forEach(one -> one.feed().asked(one));
            consumer.commitAsync(offsets(due), (offsets, failure) -> asyncEnded(due, failure));
        }
    }

    private void asyncEnded(List<PartitionFeed.Due> due, Exception failure) {
        isUnderWay = false;
        if (failure == null) {
            failures.reset();
            deliveries.counters.commits.increment();
            confirmed(due);
            return;
        }
        if (isOfARebalance(failure)) {
            // the next one says it of what stays here; what is given up is committed then
            return;
        }
        deliveries.counters.failedCommits.increment();
        if (isTooLarge(failure)) {
            return;
        }
        if (failures.permits()) {
            log.commitFailed(deliveries.config().name(), failure);
            deliveries.events.tell(
                    MqConsumerError.Kind.COMMIT_FAILED,
                    due.stream().map(one -> one.feed().partition()).toList(),
                    "a commit failed; the next one covers it",
                    failure);
        }
    }

    /** Its group is being rebalanced, or was and the member has not heard of it: it keeps its partitions meanwhile. */
    private static boolean isOfARebalance(Exception failure) {
        return failure instanceof RebalanceInProgressException || failure instanceof StaleMemberEpochException;
    }

    /**
     * Commits all that is done, and waits for it.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker did not confirm
     */
    void commitAll(Collection<PartitionFeed> feeds, Duration timeout) {
        var due = due(feeds);
        if (due.isEmpty()) {
            return;
        }
        due.forEach(one -> one.feed().asked(one));
        try {
            commit(offsets(due), timeout);
        } catch (OffsetMetadataTooLarge e) {
            if (!isTooLarge(e)) {
                throw e;
            }
            commitAll(feeds, timeout);
            return;
        }
        confirmed(due);
    }

    /**
     * Commits these offsets and waits for it.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker did not confirm
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        while (true) {
            try {
                long left = Math.max(1, deadline - deliveries.nanoTime.getAsLong());
                consumer.commitSync(offsets, Duration.ofNanos(left));
                deliveries.counters.commits.increment();
                return;
            } catch (WakeupException e) {
                // nobody here wakes it, but the commit must survive if somebody does
                if (deliveries.nanoTime.getAsLong() - deadline >= 0) {
                    throw e;
                }
            }
        }
    }

    /** As text for a commit of that offset. */
    String text(CommitMetadata metadata, long offset) {
        return metadata.toText(offset, maxChars);
    }

    /** A broker may take less metadata than others (offset.metadata.max.bytes): whether there is something to leave out. */
    private boolean isTooLarge(Exception failure) {
        if (!(failure instanceof OffsetMetadataTooLarge) || maxChars == 0) {
            return false;
        }
        maxChars = maxChars > 100 ? maxChars / 4 : 0;
        log.metadataTooLarge(deliveries.config().name(), maxChars);
        return true;
    }

    private List<PartitionFeed.Due> due(Collection<PartitionFeed> feeds) {
        var due = new ArrayList<PartitionFeed.Due>();
        for (PartitionFeed feed : feeds) {
            // one that is older than a transaction's would take the group back
            boolean isForTransactions = deliveries.config().transactional() && !feed.assignment.isAtRest();
            var one = isForTransactions ? null : feed.due(maxChars);
            if (one != null) {
                due.add(one);
            }
        }
        return due;
    }

    private static void confirmed(List<PartitionFeed.Due> due) {
        due.forEach(one -> one.feed().confirmed(one));
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(List<PartitionFeed.Due> due) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        due.forEach(one -> offsets.put(one.feed().partition(), one.offset()));
        return offsets;
    }
}
