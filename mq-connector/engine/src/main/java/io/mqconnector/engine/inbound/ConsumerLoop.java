// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka consumer for as long as it lives: polls, hands over, commits, and nothing else.
 *
 * <p>Confined to the thread that calls {@link #pollOnce}; only what says so is read by others. Never calls
 * {@code wakeup()}: a pending one would break the commit of a rebalance or of the close, so polls are short instead, and
 * shorter while a partition is held back.
 */
final class ConsumerLoop implements ConsumerRebalanceListener {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POLL_WHILE_HELD_BACK = Duration.ofMillis(5);
    /** How long a full partition may catch up before it is paused: a resumed one waits behind the fetch under way. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long GRACE_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long OVERDUE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration CALLBACK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MIN_COMMIT_TIMEOUT = Duration.ofSeconds(2);

    private final MqLog log = MqLog.of(ConsumerLoop.class);
    private final Deliveries deliveries;
    private final Consumer<byte[], byte[]> consumer;
    private final InboundCounters counters;
    private final Commits commits;
    private final ConsumerLag lag;
    private final RunOffsets.Membership membership = new RunOffsets.Membership();
    /** Records of one poll; fixed with the consumer. */
    private final int pollRecords;

    private final Map<TopicPartition, PartitionFeed> feeds = new LinkedHashMap<>();
    private final List<Mailbox> becameReady = new ArrayList<>();
    private Set<String> subscribed = Set.of();
    private boolean isSubscribed;
    private boolean isHeldBack;
    private boolean userPaused;
    /** How many ends of pauses have been acted upon. */
    private int appliedResumes;

    /** What Kafka has counted as fetched; null when it does not, in tests. */
    private final @Nullable Metric consumedBytes;
    /** How much of that is in the counters. */
    private long countedBytes;

    private long lastOverdueNanos;

    /** What other threads want done on the poll thread; thread-safe by itself. */
    private final ConcurrentLinkedQueue<FutureTask<?>> commands = new ConcurrentLinkedQueue<>();
    /** Set when no command will be run any more; written by the poll thread. */
    private volatile boolean isEnded;

    /** Partitions assigned now; replaced whole by the poll thread. */
    private volatile Set<TopicPartition> assigned = Set.of();
    /** How many of them stand still. Written by the poll thread. */
    private volatile int haltedCount;
    /** Whether its group has given it its share, be that nothing. Of the poll thread. */
    private boolean hasJoined;

    /**
     * @param consumer built with {@link #pollRecords}
     * @param deliveries what all consumers of the subscription share
     * @param ends of partitions that are not fetched
     */
    ConsumerLoop(Consumer<byte[], byte[]> consumer, Deliveries deliveries, EndOffsets ends) {
        this.consumer = consumer;
        this.deliveries = deliveries;
        this.counters = deliveries.counters;
        this.commits = new Commits(consumer, deliveries);
        this.pollRecords = deliveries.config().pollRecords();
        this.consumedBytes = consumedBytes(consumer);
        this.lag = new ConsumerLag(consumer, ends, deliveries.nanoTime);
        this.lastOverdueNanos = deliveries.nanoTime.getAsLong();
    }

    /** Takes all topics that match, also those to come. */
    void subscribe(Pattern topics) {
        if (!isSubscribed) {
            isSubscribed = true;
            consumer.subscribe(topics, this);
        }
    }

    /** Takes these topics from now on; without any it leaves its group until there are some. */
    void subscribe(Set<String> topics) {
        if (topics.equals(subscribed) && isSubscribed != topics.isEmpty()) {
            return;
        }
        subscribed = Set.copyOf(topics);
        isSubscribed = !topics.isEmpty();
        if (topics.isEmpty()) {
            consumer.unsubscribe();
        } else {
            consumer.subscribe(subscribed, this);
        }
    }

    /**
     * One turn: poll, hand over, hold back what is full, commit what is due.
     *
     * @return records received
     */
    int pollOnce() {
        runCommands();
        applyPause();
        if (!isSubscribed) {
            LockSupport.parkNanos(this, POLL.toNanos());
            return 0;
        }
        var records = consumer.poll(isHeldBack ? POLL_WHILE_HELD_BACK : POLL);
        if (deliveries.config().transactional()) {
            membership.is(consumer.groupMetadata());
            endIfUnknown();
        }
        if (!records.isEmpty()) {
            dispatch(records);
        }
        failOverdue();
        holdBack();
        offerAgain();
        commits.commitIfDue(feeds.values());
        if (lag.measureIfDue(feeds.values())) {
            countBytes();
        }
        return records.count();
    }

    /**
     * Stops delivering, waits for what has begun, commits, leaves the group.
     *
     * @return whether everything begun was finished and committed
     */
    boolean close(Duration timeout) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        cancelCommands();
        // the leave needs time too
        int cutOff = giveUp(new ArrayList<>(feeds.values()), deadline - commitReserve(timeout.toNanos()));
        feeds.clear();
        publishAssigned();
        closeConsumer(Duration.ofNanos(Math.max(0, deadline - deliveries.nanoTime.getAsLong())));
        return cutOff == 0;
    }

    /** What is kept of a time that is left, for the commit at its end. */
    static long commitReserve(long leftNanos) {
        return Math.min(MIN_COMMIT_TIMEOUT.toNanos(), leftNanos / 4);
    }

    /** Drops everything after a failure, commits what can be committed, closes the consumer; never throws. */
    void abandon() {
        cancelCommands();
        // first: the consumer revokes them when it closes, and they are given up once
        var given = take(List.copyOf(feeds.keySet()));
        try {
            long deadline = deliveries.nanoTime.getAsLong()
                    + deliveries.config().drainTimeout().toNanos();
            giveUp(given, deadline);
            closeConsumer(MIN_COMMIT_TIMEOUT);
        } catch (RuntimeException e) {
            log.clientCloseFailed(deliveries.config().name(), e);
        }
    }

    /**
     * Has something done on the poll thread, soon; by any thread.
     *
     * @return cancelled if the consumer ends before
     */
    <T> Future<T> submit(Callable<T> command) {
        var task = new FutureTask<>(command);
        commands.add(task);
        if (isEnded) {
            cancelCommands();
        }
        return task;
    }

    private void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void cancelCommands() {
        isEnded = true;
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.cancel(false);
        }
    }

    private static @Nullable Metric consumedBytes(Consumer<byte[], byte[]> consumer) {
        for (var metric : consumer.metrics().entrySet()) {
            // that of single topics has one tag more
            if (metric.getKey().name().equals("bytes-consumed-total")
                    && metric.getKey().tags().size() == 1) {
                return metric.getValue();
            }
        }
        return null;
    }

    private void countBytes() {
        if (consumedBytes != null && consumedBytes.metricValue() instanceof Number now) {
            counters.bytes.add(now.longValue() - countedBytes);
            countedBytes = now.longValue();
        }
    }

    /** A static member leaves, too: its partitions must not wait for a session that will not come back. */
    private void closeConsumer(Duration timeout) {
        countBytes();
        consumer.close(CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /** Whether its group has given it its share. */
    boolean hasJoined() {
        return hasJoined;
    }

    /** Its records are for any thread. */
    ConsumerLag lag() {
        return lag;
    }

    /** For any thread; unmodifiable. */
    Set<TopicPartition> assigned() {
        return assigned;
    }

    /** For any thread: assigned partitions that stand still. */
    int haltedCount() {
        return haltedCount;
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    Commits commits() {
        return commits;
    }

    /** Of each assigned partition; live. */
    Map<TopicPartition, PartitionFeed> feeds() {
        return feeds;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        hasJoined = true;
        if (partitions.isEmpty()) {
            return;
        }
        var name = deliveries.config().name();
        var starts = new StartPosition(consumer, deliveries.config().autoOffsetReset(), CALLBACK_TIMEOUT)
                .resolve(partitions);
        var pinned = new HashMap<TopicPartition, OffsetAndMetadata>();
        starts.forEach((partition, start) -> {
            if (start.isPinned()) {
                pinned.put(
                        partition,
                        new OffsetAndMetadata(start.offset(), commits.text(start.metadata(), start.offset())));
            }
        });
        if (!pinned.isEmpty()) {
            commits.commit(pinned, CALLBACK_TIMEOUT);
            pinned.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
            log.startPinned(name, positions(pinned));
        }
        for (TopicPartition partition : partitions) {
            var start = starts.get(partition);
            if (start == null) {
                throw new KafkaException("no start position for " + partition);
            }
            begin(partition, start.offset(), start.metadata());
        }
        publishAssigned();
        if (userPaused) {
            consumer.pause(partitions);
        }
        log.assigned(name, names(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        var given = take(partitions);
        if (given.isEmpty()) {
            return;
        }
        int cutOff = giveUp(
                given,
                deliveries.nanoTime.getAsLong()
                        + deliveries.config().drainTimeout().toNanos());
        counters.revoked.add(given.size());
        log.revoked(deliveries.config().name(), names(partitions), cutOff);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        int cutOff = 0;
        var taken = take(partitions);
        for (PartitionFeed feed : taken) {
            feed.assignment.close();
            // a record under way belongs to the next owner as well, whether it is done or not
            boolean running = !feed.assignment.awaitQuiet(deliveries.nanoTime.getAsLong());
            feed.assignment.drop();
            feed.assignment.abortRun();
            if (running || feed.hasUncommittedDone()) {
                cutOff++;
            }
        }
        counters.lost.add(taken.size());
        counters.cutOff.add(cutOff);
        if (!taken.isEmpty()) {
            log.lost(deliveries.config().name(), names(partitions), cutOff);
            deliveries.events.tell(
                    MqConsumerError.Kind.LOST,
                    List.copyOf(partitions),
                    "partitions were taken away without a chance to commit; what was done and not yet committed on "
                            + cutOff + " of them is delivered again",
                    null);
        }
    }

    /** Begins an epoch of an assigned partition. */
    PartitionFeed begin(TopicPartition partition, long offset, CommitMetadata metadata) {
        var assignment = new PartitionAssignment(partition, deliveries, offset, metadata.failures());
        assignment.runOffsets(new RunOffsets(partition, metadata, membership));
        var feed = new PartitionFeed(assignment, metadata);
        feeds.put(partition, feed);
        return feed;
    }

    /** Ends the epochs of partitions that stay assigned: starts no more of any of them, lets started records finish. */
    void end(Collection<PartitionFeed> ending, long deadlineNanos) {
        counters.cutOff.add(drain(ending, deadlineNanos).size());
    }

    /** Tells of which partitions a record that had started did not finish. */
    private static Set<TopicPartition> drain(Collection<PartitionFeed> ending, long deadlineNanos) {
        for (PartitionFeed feed : ending) {
            feed.assignment.close();
        }
        var cut = new HashSet<TopicPartition>();
        for (PartitionFeed feed : ending) {
            if (!feed.assignment.awaitQuiet(deadlineNanos)) {
                cut.add(feed.partition());
            }
            feed.assignment.drop();
            feed.assignment.abortRun();
        }
        return cut;
    }

    /** Lets a partition go on whose epoch has just begun. */
    void resume(TopicPartition partition) {
        if (!userPaused) {
            consumer.resume(List.of(partition));
        }
    }

    private List<PartitionFeed> take(Collection<TopicPartition> partitions) {
        var taken = new ArrayList<PartitionFeed>();
        for (TopicPartition partition : partitions) {
            var feed = feeds.remove(partition);
            if (feed != null) {
                taken.add(feed);
            }
        }
        publishAssigned();
        return taken;
    }

    private void publishAssigned() {
        assigned = Set.copyOf(feeds.keySet());
        if (feeds.isEmpty()) {
            haltedCount = 0;
            lag.forget();
        }
    }

    /**
     * Lets started records finish, then commits what is done.
     *
     * @return partitions of which something done or under way could not be committed: it will be delivered again
     */
    private int giveUp(List<PartitionFeed> given, long deadlineNanos) {
        var cut = drain(given, deadlineNanos);
        for (TopicPartition partition : cut) {
            log.abandoned(
                    deliveries.config().name(),
                    partition.toString(),
                    deliveries.config().drainTimeout().toString());
        }
        long left = Math.max(MIN_COMMIT_TIMEOUT.toNanos(), deadlineNanos - deliveries.nanoTime.getAsLong());
        try {
            commits.commitAll(given, Duration.ofNanos(left));
            for (PartitionFeed feed : given) {
                if (feed.hasUntoldDone()) {
                    cut.add(feed.partition());
                }
            }
        } catch (KafkaException e) {
            counters.failedCommits.increment();
            log.commitFailed(deliveries.config().name(), e);
            for (PartitionFeed feed : given) {
                if (feed.hasUncommittedDone()) {
                    cut.add(feed.partition());
                }
            }
        }
        counters.cutOff.add(cut.size());
        return cut.size();
    }

    private void dispatch(ConsumerRecords<byte[], byte[]> records) {
        var next = records.nextOffsets();
        for (TopicPartition partition : records.partitions()) {
            var feed = feeds.get(partition);
            var position = next.get(partition);
            if (feed == null || position == null) {
                throw new IllegalStateException("records of " + partition + ", which is not assigned");
            }
            feed.receive(records.records(partition), position, becameReady);
        }
        announceReady();
    }

    /** A transaction may have been committed or not: the next consumer asks where its group is. */
    private void endIfUnknown() {
        for (PartitionFeed feed : feeds.values()) {
            var failure = feed.assignment.failure();
            if (failure != null) {
                throw new KafkaException(
                        "whether a transaction of " + feed.partition() + " was committed is not known", failure);
            }
        }
    }

    /** Pauses partitions that are full, after a moment of grace, and resumes those that have room again. */
    private void holdBack() {
        boolean any = false;
        int halted = 0;
        long graceEnd = deliveries.nanoTime.getAsLong() + GRACE_NANOS;
        for (PartitionFeed feed : feeds.values()) {
            boolean isHalted = feed.assignment.isHalted();
            if (isHalted) {
                halted++;
            }
            if (feed.isPaused) {
                if (!isHalted && hasRoom(feed)) {
                    feed.isPaused = false;
                    if (!userPaused) {
                        consumer.resume(List.of(feed.partition()));
                    }
                }
            } else if (isHalted || (isFull(feed) && !catchesUp(feed, graceEnd))) {
                feed.isPaused = true;
                consumer.pause(List.of(feed.partition()));
                counters.pauses.increment();
                log.partitionPaused(
                        deliveries.config().name(), feed.partition().toString(), feed.assignment.frontier.inFlight());
            }
            any |= feed.isPaused;
        }
        haltedCount = halted;
        isHeldBack = any;
    }

    /** The next poll may bring a whole batch more. */
    private boolean isFull(PartitionFeed feed) {
        var config = deliveries.config();
        return feed.countedInFlight() >= fullAt(config)
                || feed.assignment.frontier.span() >= Math.max(1, (long) config.maxSpan() - pollRecords + 1);
    }

    private boolean hasRoom(PartitionFeed feed) {
        var config = deliveries.config();
        return feed.countedInFlight() <= fullAt(config) / 2
                && feed.assignment.frontier.span() <= Math.max(1, (long) config.maxSpan() - pollRecords + 1) / 2;
    }

    private long fullAt(ListenerConfig config) {
        return Math.max(1, config.maxInFlight() - pollRecords + 1);
    }

    private boolean catchesUp(PartitionFeed feed, long graceEnd) {
        while (isFull(feed)) {
            if (graceEnd - deliveries.nanoTime.getAsLong() <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, GRACE_STEP_NANOS);
        }
        return true;
    }

    private void applyPause() {
        int resumes = deliveries.scheduler.resumeCount();
        boolean wanted = deliveries.scheduler.isPaused();
        if (wanted != userPaused) {
            userPaused = wanted;
            for (PartitionFeed feed : feeds.values()) {
                if (wanted) {
                    consumer.pause(List.of(feed.partition()));
                } else if (!feed.isPaused) {
                    consumer.resume(List.of(feed.partition()));
                }
            }
        }
        if (resumes != appliedResumes) {
            appliedResumes = resumes;
            // also after a pause that was too short to be seen here: workers may have seen it
            for (PartitionFeed feed : feeds.values()) {
                feed.offerAll(becameReady);
            }
            announceReady();
        }
    }

    /** Offers the mailboxes of partitions that stood still and do so no longer. */
    private void offerAgain() {
        for (PartitionFeed feed : feeds.values()) {
            if (feed.assignment.takeOfferDue()) {
                feed.offerAll(becameReady);
            }
        }
        announceReady();
    }

    private void announceReady() {
        if (!becameReady.isEmpty()) {
            deliveries.scheduler.ready(becameReady);
            becameReady.clear();
        }
    }

    private void failOverdue() {
        long now = deliveries.nanoTime.getAsLong();
        if (deliveries.config().autoCommit() || now - lastOverdueNanos < OVERDUE_NANOS) {
            return;
        }
        lastOverdueNanos = now;
        long timeout = deliveries.config().ackTimeout().toNanos();
        for (PartitionFeed feed : feeds.values()) {
            feed.assignment.failOverdue(now, timeout);
        }
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
