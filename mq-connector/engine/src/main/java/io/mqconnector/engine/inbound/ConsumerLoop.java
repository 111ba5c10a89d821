// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * One Kafka consumer for as long as it lives: polls, hands over, commits, and nothing else.
 *
 * <p>Confined to the thread that calls {@link #pollOnce}; only {@link #lag} and {@link #assignedCount} are read by
 * others. Never calls {@code wakeup()}: a pending one would break the commit of a rebalance or of the close, so polls are
 * short instead, and shorter while a partition is full.
 */
final class ConsumerLoop implements ConsumerRebalanceListener {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POLL_WHILE_FULL = Duration.ofMillis(5);
    /** How long a full partition may catch up before it is paused: a resumed one waits behind the fetch under way. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long GRACE_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CALLBACK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MIN_COMMIT_TIMEOUT = Duration.ofSeconds(2);

    private final MqLog log = MqLog.of(ConsumerLoop.class);
    private final ListenerConfig config;
    private final Consumer<byte[], byte[]> consumer;
    private final MailboxScheduler scheduler;
    private final InboundCounters counters;
    private final Backoff backoff;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final MqLog.Limit commitFailures;
    /** Unfinished records at which a partition is full: the next poll may bring a whole batch more. */
    private final long fullAt;

    private final Map<TopicPartition, PartitionAssignment> assignments = new LinkedHashMap<>();
    private final List<Mailbox> becameReady = new ArrayList<>();
    private boolean fullPartitions;
    private boolean userPaused;
    private boolean commitUnderWay;
    private long lastCommitNanos;
    private long lastLagNanos;

    /** Records behind in all assigned partitions; -1 before it is known. Written by the poll thread. */
    private volatile long lag = -1;
    /** Partitions assigned now. Written by the poll thread. */
    private volatile int assignedCount;

    ConsumerLoop(
            ListenerConfig config,
            Consumer<byte[], byte[]> consumer,
            MailboxScheduler scheduler,
            InboundCounters counters,
            Backoff backoff,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.config = config;
        this.consumer = consumer;
        this.scheduler = scheduler;
        this.counters = counters;
        this.backoff = backoff;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.commitFailures = new MqLog.Limit(nanoTime);
        this.fullAt = Math.max(1, config.maxInFlight() - pollRecords(config) + 1);
        this.lastCommitNanos = nanoTime.getAsLong();
        this.lastLagNanos = lastCommitNanos;
    }

    /** The largest poll: never more than may be in flight. */
    static int pollRecords(ListenerConfig config) {
        return Math.min(config.maxPollRecords(), config.maxInFlight());
    }

    void subscribe() {
        consumer.subscribe(config.topics(), this);
    }

    /**
     * One turn: poll, hand over, hold back what is full, commit what is due.
     *
     * @return records received
     */
    int pollOnce() {
        applyPause();
        var records = consumer.poll(fullPartitions ? POLL_WHILE_FULL : POLL);
        if (!records.isEmpty()) {
            dispatch(records);
        }
        holdBack();
        commitIfDue();
        measureLag();
        return records.count();
    }

    /**
     * Stops delivering, waits for what has begun, commits, leaves the group.
     *
     * @return whether everything begun was finished and committed
     */
    boolean close(Duration timeout) {
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        // the commit and the leave need time too
        long reserve = Math.min(MIN_COMMIT_TIMEOUT.toNanos(), timeout.toNanos() / 4);
        int cutOff = giveUp(new ArrayList<>(assignments.values()), deadline - reserve);
        assignments.clear();
        assignedCount = 0;
        long left = Math.max(0, deadline - nanoTime.getAsLong());
        consumer.close(CloseOptions.timeout(Duration.ofNanos(left)));
        return cutOff == 0;
    }

    /** Drops everything after a failure, commits what can be committed, closes the consumer; never throws. */
    void abandon() {
        try {
            long deadline = nanoTime.getAsLong() + config.drainTimeout().toNanos();
            giveUp(new ArrayList<>(assignments.values()), deadline);
            consumer.close(CloseOptions.timeout(MIN_COMMIT_TIMEOUT));
        } catch (RuntimeException e) {
            log.clientCloseFailed(config.name(), e);
        } finally {
            assignments.clear();
            assignedCount = 0;
        }
    }

    long lag() {
        return lag;
    }

    int assignedCount() {
        return assignedCount;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        var starts = new StartPosition(consumer, config.autoOffsetReset(), CALLBACK_TIMEOUT).resolve(partitions);
        var pinned = new HashMap<TopicPartition, OffsetAndMetadata>();
        starts.forEach((partition, start) -> {
            if (start.isPinned()) {
                pinned.put(partition, new OffsetAndMetadata(start.offset(), start.metadata()));
            }
        });
        if (!pinned.isEmpty()) {
            commitSync(pinned, CALLBACK_TIMEOUT);
            pinned.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
            log.startPinned(config.name(), positions(pinned));
        }
        for (TopicPartition partition : partitions) {
            var start = starts.get(partition);
            if (start == null) {
                throw new KafkaException("no start position for " + partition);
            }
            var frontier = new Frontier(start.offset(), start.metadata());
            var mailbox = new Mailbox(config.name(), frontier, backoff, counters, scheduler, timer, nanoTime);
            assignments.put(partition, new PartitionAssignment(partition, frontier, mailbox, start.offset()));
        }
        assignedCount = assignments.size();
        if (userPaused) {
            consumer.pause(partitions);
        }
        log.assigned(config.name(), names(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        var given = take(partitions);
        if (given.isEmpty()) {
            return;
        }
        int cutOff = giveUp(given, nanoTime.getAsLong() + config.drainTimeout().toNanos());
        counters.revoked.add(given.size());
        log.revoked(config.name(), names(partitions), cutOff);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        int cutOff = 0;
        var taken = take(partitions);
        for (PartitionAssignment assignment : taken) {
            assignment.mailbox.close(Thread.currentThread());
            // a record under way belongs to the next owner as well, whether it is done or not
            boolean running = !assignment.mailbox.awaitQuiet(nanoTime.getAsLong());
            counters.dropped.add(assignment.frontier.inFlight());
            if (running || assignment.hasUncommittedDone()) {
                cutOff++;
            }
        }
        counters.lost.add(taken.size());
        counters.cutOff.add(cutOff);
        if (!taken.isEmpty()) {
            log.lost(config.name(), names(partitions), cutOff);
        }
    }

    private List<PartitionAssignment> take(Collection<TopicPartition> partitions) {
        var taken = new ArrayList<PartitionAssignment>();
        for (TopicPartition partition : partitions) {
            var assignment = assignments.remove(partition);
            if (assignment != null) {
                taken.add(assignment);
            }
        }
        assignedCount = assignments.size();
        return taken;
    }

    /**
     * Lets started records finish, then commits what is done.
     *
     * @return partitions of which something done or under way could not be committed: it will be delivered again
     */
    private int giveUp(List<PartitionAssignment> given, long deadlineNanos) {
        for (PartitionAssignment assignment : given) {
            assignment.mailbox.close(Thread.currentThread());
        }
        var cut = new HashSet<TopicPartition>();
        for (PartitionAssignment assignment : given) {
            boolean quiet = assignment.mailbox.awaitQuiet(deadlineNanos);
            counters.dropped.add(assignment.frontier.inFlight());
            if (!quiet) {
                cut.add(assignment.partition);
                log.abandoned(
                        config.name(),
                        assignment.partition.toString(),
                        config.drainTimeout().toString());
            }
        }
        var offsets = uncommitted(given);
        if (!offsets.isEmpty()) {
            long left = Math.max(MIN_COMMIT_TIMEOUT.toNanos(), deadlineNanos - nanoTime.getAsLong());
            try {
                commitSync(offsets, Duration.ofNanos(left));
                for (PartitionAssignment assignment : given) {
                    var offset = offsets.get(assignment.partition);
                    if (offset != null) {
                        assignment.committed(offset.offset());
                    }
                }
            } catch (KafkaException e) {
                counters.failedCommits.increment();
                log.commitFailed(config.name(), e);
                for (PartitionAssignment assignment : given) {
                    if (assignment.hasUncommittedDone()) {
                        cut.add(assignment.partition);
                    }
                }
            }
        }
        counters.cutOff.add(cut.size());
        return cut.size();
    }

    private void dispatch(ConsumerRecords<byte[], byte[]> records) {
        var next = records.nextOffsets();
        int count = 0;
        for (TopicPartition partition : records.partitions()) {
            var assignment = assignments.get(partition);
            var position = next.get(partition);
            if (assignment == null || position == null) {
                throw new IllegalStateException("records of " + partition + ", which is not assigned");
            }
            var list = records.records(partition);
            assignment.frontier.received(list.size(), position);
            count += list.size();
            if (assignment.mailbox.offer(new Run(list))) {
                becameReady.add(assignment.mailbox);
            }
        }
        counters.received.add(count);
        if (!becameReady.isEmpty()) {
            scheduler.ready(becameReady);
            becameReady.clear();
        }
    }

    /** Pauses partitions that are full, after a moment of grace, and resumes those that are half empty again. */
    private void holdBack() {
        boolean any = false;
        long graceEnd = nanoTime.getAsLong() + GRACE_NANOS;
        for (PartitionAssignment assignment : assignments.values()) {
            if (assignment.full) {
                if (assignment.frontier.inFlight() <= fullAt / 2) {
                    assignment.full = false;
                    if (!userPaused) {
                        consumer.resume(List.of(assignment.partition));
                    }
                }
            } else if (assignment.frontier.inFlight() >= fullAt && !catchesUp(assignment, graceEnd)) {
                assignment.full = true;
                consumer.pause(List.of(assignment.partition));
                counters.pauses.increment();
                log.partitionPaused(config.name(), assignment.partition.toString(), assignment.frontier.inFlight());
            }
            any |= assignment.full;
        }
        fullPartitions = any;
    }

    private boolean catchesUp(PartitionAssignment assignment, long graceEnd) {
        while (assignment.frontier.inFlight() >= fullAt) {
            if (graceEnd - nanoTime.getAsLong() <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, GRACE_STEP_NANOS);
        }
        return true;
    }

    private void applyPause() {
        boolean wanted = scheduler.isPaused();
        if (wanted == userPaused) {
            return;
        }
        userPaused = wanted;
        for (PartitionAssignment assignment : assignments.values()) {
            if (wanted) {
                consumer.pause(List.of(assignment.partition));
            } else {
                if (!assignment.full) {
                    consumer.resume(List.of(assignment.partition));
                }
                if (assignment.mailbox.resume()) {
                    becameReady.add(assignment.mailbox);
                }
            }
        }
        if (!becameReady.isEmpty()) {
            scheduler.ready(becameReady);
            becameReady.clear();
        }
    }

    private void commitIfDue() {
        if (commitUnderWay) {
            return;
        }
        long now = nanoTime.getAsLong();
        boolean due = now - lastCommitNanos >= config.autoCommitInterval().toNanos();
        if (!due) {
            long done = 0;
            for (PartitionAssignment assignment : assignments.values()) {
                done += assignment.doneSinceCommit();
            }
            due = done >= config.autoCommitRecords();
        }
        if (!due) {
            return;
        }
        lastCommitNanos = now;
        var offsets = uncommitted(assignments.values());
        if (!offsets.isEmpty()) {
            commitUnderWay = true;
            consumer.commitAsync(offsets, this::committed);
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        commitUnderWay = false;
        if (failure != null) {
            counters.failedCommits.increment();
            if (commitFailures.permits()) {
                log.commitFailed(config.name(), failure);
            }
            return;
        }
        commitFailures.reset();
        counters.commits.increment();
        offsets.forEach((partition, offset) -> {
            var assignment = assignments.get(partition);
            if (assignment != null) {
                assignment.committed(offset.offset());
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<PartitionAssignment> of) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (PartitionAssignment assignment : of) {
            var offset = assignment.uncommitted();
            if (offset != null) {
                offsets.put(assignment.partition, offset);
                assignment.commitAsked();
            }
        }
        return offsets;
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        while (true) {
            try {
                long left = Math.max(1, deadline - nanoTime.getAsLong());
                consumer.commitSync(offsets, Duration.ofNanos(left));
                counters.commits.increment();
                return;
            } catch (WakeupException e) {
                // nobody here wakes it, but the commit must survive if somebody does
                if (nanoTime.getAsLong() - deadline >= 0) {
                    throw e;
                }
            }
        }
    }

    private void measureLag() {
        long now = nanoTime.getAsLong();
        if (now - lastLagNanos < LAG_NANOS) {
            return;
        }
        lastLagNanos = now;
        long sum = 0;
        for (PartitionAssignment assignment : assignments.values()) {
            var behind = consumer.currentLag(assignment.partition);
            if (behind.isEmpty()) {
                return;
            }
            sum += behind.getAsLong() + assignment.frontier.inFlight();
        }
        lag = sum;
    }

    private static String names(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(TopicPartition::toString)
                .sorted()
                .toList()
                .toString();
    }

    private static String positions(Map<TopicPartition, OffsetAndMetadata> offsets) {
        var lines = new ArrayList<String>();
        offsets.forEach((partition, offset) -> lines.add(partition + "@" + offset.offset()));
        lines.sort(null);
        return lines.toString();
    }
}
