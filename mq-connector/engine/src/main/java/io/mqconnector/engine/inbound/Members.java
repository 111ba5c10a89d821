// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.client.KafkaErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The Kafka consumers of one subscription, as many as are configured. Thread-safe. */
final class Members {
    /** How much longer than the poll thread its caller waits: for the turn it is in. */
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Deliveries deliveries;
    private final InboundEngine engine;
    private final @Nullable Pattern pattern;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}, replaced whole: read without it. Those that run, by number. */
    private volatile Map<Integer, Member> running = Map.of();
    /** Guarded by {@link #lock}, replaced whole: read without it. Numbers of those that have given up. */
    private volatile Set<Integer> givenUp = Set.of();

    private final AtomicBoolean closeAsked = new AtomicBoolean();
    /** Opens when the subscription is to be closed. */
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Opens when it is, and no member runs any more. */
    private final CountDownLatch ended = new CountDownLatch(1);
    /** When the close must be over; written before {@link #closing} opens. */
    private volatile long closeDeadlineNanos;
    /** Whether some member could not finish in time; written by poll threads. */
    private volatile boolean isIncomplete;
    /** What members take; replaced whole. */
    private volatile Set<String> wantedTopics;
    /** Whether not even those of the pattern are taken any more. */
    private volatile boolean isUnsubscribed;

    Members(Deliveries deliveries, InboundEngine engine) {
        this.deliveries = deliveries;
        this.engine = engine;
        var config = deliveries.config();
        this.pattern = config.topicPattern().isEmpty() ? null : Pattern.compile(config.topicPattern());
        this.wantedTopics = Set.copyOf(config.topics());
    }

    void start() {
        adjust();
    }

    /** Starts members that are wanted and missing; those too many end by themselves. */
    void adjust() {
        var starting = new ArrayList<Member>();
        lock.lock();
        try {
            var next = new HashMap<>(running);
            for (int i = 0; i < deliveries.config().consumers() && !isClosing(); i++) {
                if (!next.containsKey(i) && !givenUp.contains(i)) {
                    var member = new Member(i, this, deliveries, engine);
                    next.put(i, member);
                    starting.add(member);
                }
            }
            running = Map.copyOf(next);
        } finally {
            lock.unlock();
        }
        starting.forEach(member -> engine.executor().execute(member));
    }

    /** Closes each as a rebalance would and builds it anew; those that have given up try again. */
    void restart() {
        lock.lock();
        try {
            // together: one that gives up just now is in one of them
            givenUp = Set.of();
            running.values().forEach(Member::restart);
        } finally {
            lock.unlock();
        }
        adjust();
    }

    /** A member has ended; by itself. */
    void ended(Member member, boolean hasGivenUp) {
        boolean isStandingStill;
        lock.lock();
        try {
            // whoever hears that it gives up may restart it before it has ended
            isStandingStill = hasGivenUp && !member.isRestartAsked();
            var next = new HashMap<>(running);
            next.remove(member.index(), member);
            running = Map.copyOf(next);
            if (isStandingStill) {
                var failed = new HashSet<>(givenUp);
                failed.add(member.index());
                givenUp = Set.copyOf(failed);
            }
            if (isClosing() && next.isEmpty()) {
                ended.countDown();
            }
        } finally {
            lock.unlock();
        }
        if (!isStandingStill) {
            // wanted again meanwhile
            adjust();
        }
    }

    /** Whether a member of that number is wanted. */
    boolean isWanted(int index) {
        return !isClosing() && index < deliveries.config().consumers();
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Tells whether the wait was cut short, since the subscription is to be closed */
    boolean awaitClosing(long nanos) {
        try {
            return closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** What is left of the time for closing. */
    Duration closeTimeLeft() {
        return Duration.ofNanos(Math.max(1, closeDeadlineNanos - System.nanoTime()));
    }

    /** Something begun was not finished or committed. */
    void incomplete() {
        isIncomplete = true;
    }

    /**
     * Has all members end.
     *
     * @param deadlineNanos when they must have; what counts is the first
     * @return whether this is the first time
     */
    boolean beginClose(long deadlineNanos) {
        if (!closeAsked.compareAndSet(false, true)) {
            return false;
        }
        lock.lock();
        try {
            closeDeadlineNanos = deadlineNanos;
            closing.countDown();
            if (running.isEmpty()) {
                ended.countDown();
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Whether all have ended, and everything begun was finished. */
    boolean awaitEnd(Duration timeout) {
        try {
            return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && !isIncomplete;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    MqConsumer.State state() {
        if (ended.getCount() == 0) {
            return MqConsumer.State.CLOSED;
        }
        if (isClosing()) {
            return MqConsumer.State.CLOSING;
        }
        if (!givenUp.isEmpty()) {
            return MqConsumer.State.FAILED;
        }
        var members = running.values();
        if (members.stream().anyMatch(Member::isFailing)) {
            return MqConsumer.State.RECOVERING;
        }
        return assigned().isEmpty() ? MqConsumer.State.STARTING : MqConsumer.State.RUNNING;
    }

    /** The partitions of all. */
    Set<TopicPartition> assigned() {
        var assigned = new HashSet<TopicPartition>();
        for (var loop : loops()) {
            assigned.addAll(loop.assigned());
        }
        return assigned;
    }

    /** How many of their partitions stand still. */
    int haltedCount() {
        return loops().stream().mapToInt(ConsumerLoop::haltedCount).sum();
    }

    /** Records in their partitions that are not done; -1 while not known. */
    long lag() {
        long sum = 0;
        boolean isKnown = false;
        for (var loop : loops()) {
            if (!loop.assigned().isEmpty()) {
                long lag = loop.lag();
                if (lag < 0) {
                    return -1;
                }
                isKnown = true;
                sum += lag;
            }
        }
        return isKnown ? sum : -1;
    }

    /** What members are to take: by name, or those found by pattern. */
    Set<String> topics() {
        if (pattern == null) {
            return wantedTopics;
        }
        var topics = new HashSet<String>();
        assigned().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /**
     * The topics to take, if they are named.
     *
     * @throws MqConfigException if a pattern says which
     */
    Set<String> wantedTopics(String listener) {
        if (pattern != null) {
            throw new MqConfigException(List.of("listener '" + listener + "' takes the topics that match '" + pattern
                    + "'; named topics cannot be added or taken away"));
        }
        return wantedTopics;
    }

    void subscribe(Set<String> topics) {
        wantedTopics = Set.copyOf(topics);
    }

    void unsubscribeAll() {
        isUnsubscribed = true;
        wantedTopics = Set.of();
    }

    /** Subscribes a loop to what is wanted now; by its poll thread, again and again. */
    void subscribe(ConsumerLoop loop) {
        if (pattern == null) {
            loop.subscribe(wantedTopics);
        } else if (isUnsubscribed) {
            loop.subscribe(Set.of());
        } else {
            loop.subscribe(pattern);
        }
    }

    /** Lets partitions go on that a record has stopped. */
    void resumeStopped() {
        for (var loop : loops()) {
            var unused = loop.submit(() -> {
                loop.feeds().values().forEach(feed -> feed.assignment.resumeStopped());
                return true;
            });
        }
    }

    /** Asks each consumer, on its poll thread. */
    Map<MqPartition, Long> ofAll(Function<Repositioning, Map<MqPartition, Long>> question) {
        var all = new HashMap<MqPartition, Long>();
        var asked = new ArrayList<Future<Map<MqPartition, Long>>>();
        for (var loop : loops()) {
            asked.add(loop.submit(() -> question.apply(new Repositioning(loop, deliveries))));
        }
        for (var answer : asked) {
            all.putAll(await(answer, deliveries.config().drainTimeout(), "positions"));
        }
        return Map.copyOf(all);
    }

    /** Commits whatever is done. */
    void commitAll(Duration timeout) {
        var asked = new ArrayList<Future<Boolean>>();
        for (var loop : loops()) {
            asked.add(loop.submit(() -> {
                loop.commits().commitAll(loop.feeds().values(), timeout);
                return true;
            }));
        }
        asked.forEach(answer -> await(answer, timeout, "commit"));
    }

    /** What is done for one partition on the poll thread of whoever has it. */
    @FunctionalInterface
    interface Step {
        void accept(Repositioning repositioning, TopicPartition partition, Duration left);
    }

    /**
     * Does something for each of these partitions, on the poll threads of those who have them: a step for all of them before
     * the next one.
     *
     * @param partitions all there are if empty
     * @param timeout for all together
     * @throws MqConfigException if one is not assigned; nothing was done
     */
    void each(Set<MqPartition> partitions, Duration timeout, Step... steps) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        var byLoop = new LinkedHashMap<ConsumerLoop, List<TopicPartition>>();
        var found = new HashSet<MqPartition>();
        for (var loop : loops()) {
            for (var partition : loop.assigned()) {
                var ours = new MqPartition(partition.topic(), partition.partition());
                if (partitions.isEmpty() || partitions.contains(ours)) {
                    found.add(ours);
                    byLoop.computeIfAbsent(loop, unseen -> new ArrayList<>()).add(partition);
                }
            }
        }
        var missing = partitions.stream()
                .filter(partition -> !found.contains(partition))
                .map(partition -> "partition " + partition + " is not assigned to this consumer")
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new MqConfigException(missing);
        }
        for (Step step : steps) {
            var under = new ArrayList<Future<Boolean>>();
            byLoop.forEach((loop, own) -> under.add(loop.submit(() -> {
                var repositioning = new Repositioning(loop, deliveries);
                own.forEach(partition -> step.accept(repositioning, partition, left(deadline)));
                return true;
            })));
            under.forEach(answer -> await(answer, left(deadline), "repositioning of " + found));
        }
    }

    private Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1, deadlineNanos - deliveries.nanoTime.getAsLong()));
    }

    private <T> T await(Future<T> answer, Duration timeout, String what) {
        var context = what + " of listener " + deliveries.config().name();
        try {
            return answer.get(timeout.toNanos() + TURN_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(MqErrorCode.INTERRUPTED, context + " was interrupted", e, false);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT, context + " was not done within " + timeout, e, true);
        } catch (CancellationException e) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, context + ": its Kafka consumer has ended meanwhile", e, true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqException ours) {
                throw ours;
            }
            if (e.getCause() instanceof KafkaException theirs) {
                throw KafkaErrors.connection(theirs, context);
            }
            throw new MqConnectionException(MqErrorCode.ILLEGAL_STATE, context + " failed", e.getCause(), false);
        }
    }

    private List<ConsumerLoop> loops() {
        var loops = new ArrayList<ConsumerLoop>();
        for (var member : running.values()) {
            var loop = member.loop();
            if (loop != null) {
                loops.add(loop);
            }
        }
        return loops;
    }
}
