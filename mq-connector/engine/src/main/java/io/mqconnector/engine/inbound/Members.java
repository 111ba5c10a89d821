// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The Kafka consumers of one subscription, as many as are configured. Thread-safe. */
final class Members {
    private final Deliveries deliveries;
    private final InboundEngine engine;
    private final @Nullable Pattern pattern;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}, replaced whole: read without it. Those that run, by number. */
    private volatile Map<Integer, Member> running = Map.of();
    /** Guarded by {@link #lock}, replaced whole: read without it. Numbers of those that have given up. */
    private volatile Set<Integer> givenUp = Set.of();

    /** Whether they are wanted, and since when not. */
    private final Life life;
    /** What members take; replaced whole. */
    private volatile Set<String> wantedTopics;
    /** Whether not even those of the pattern are taken any more. */
    private volatile boolean isUnsubscribed;

    Members(Deliveries deliveries, InboundEngine engine) {
        this.deliveries = deliveries;
        this.engine = engine;
        this.life = new Life(lock, deliveries.nanoTime);
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
            for (int i = 0; i < deliveries.config().consumers() && life.isWanted(); i++) {
                if (!next.containsKey(i) && !givenUp.contains(i)) {
                    var member = new Member(i, this, deliveries, engine);
                    next.put(i, member);
                    starting.add(member);
                }
            }
            running = Map.copyOf(next);
            life.changed();
        } finally {
            lock.unlock();
        }
        starting.forEach(member -> engine.executor().execute(member));
    }

    /**
     * Has all members end, until they are started again.
     *
     * @param deadlineNanos when they must have
     * @return whether they were wanted
     */
    boolean stop(long deadlineNanos) {
        return life.stop(deadlineNanos);
    }

    /** Starts members again, also those that had given up; tells whether they were stopped. */
    boolean startAgain() {
        lock.lock();
        try {
            if (!life.start()) {
                return false;
            }
            givenUp = Set.of();
        } finally {
            lock.unlock();
        }
        adjust();
        return true;
    }

    /** Closes each as a rebalance would and builds it anew; those that have given up try again, those stopped do not. */
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

    /**
     * As {@link #restart()}, one after the other: each has joined its group again before the next one leaves, as far as time
     * allows. Waits meanwhile.
     *
     * @param limit for all together; those that are left then go at once
     */
    void renew(Duration limit) {
        long deadline = deliveries.nanoTime.getAsLong() + limit.toNanos();
        var left = new ArrayDeque<>(running.values());
        while (!left.isEmpty()) {
            long share = (deadline - deliveries.nanoTime.getAsLong()) / left.size();
            try {
                left.remove().renew().get(Math.max(0, share), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left.forEach(Member::restart);
                left.clear();
            } catch (TimeoutException e) {
                // a group that takes its time, or no broker: the next one is not better off for waiting longer
            } catch (ExecutionException e) {
                throw new AssertionError("a renewal never completes exceptionally", e);
            }
        }
        lock.lock();
        try {
            // at last: also those that gave up before it was their turn
            givenUp = Set.of();
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
            life.changed();
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
        return life.isWanted() && index < deliveries.config().consumers();
    }

    /** Whether all are to end, for now or for ever. */
    boolean isEnding() {
        return !life.isWanted();
    }

    /** Waits until a member of that number is not wanted, at most so long; tells whether it was not interrupted. */
    boolean awaitUnwanted(int index, long nanos) {
        try {
            var unused = life.await(() -> !isWanted(index), nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is left of the time for ending. */
    Duration endTimeLeft() {
        return life.timeLeft();
    }

    /** Something begun was not finished or committed. */
    void incomplete() {
        life.incomplete();
    }

    /**
     * Has all members end for good.
     *
     * @param deadlineNanos when they must have; what counts is the first
     * @return whether this is the first time
     */
    boolean beginClose(long deadlineNanos) {
        return life.close(deadlineNanos);
    }

    /** Whether all have ended, and everything begun was finished. */
    boolean awaitEnd(Duration timeout) {
        try {
            return life.await(() -> running.isEmpty(), timeout.toNanos()) && life.isComplete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    MqConsumer.State state() {
        if (isEnding()) {
            var ended = life.isClosed() ? MqConsumer.State.CLOSED : MqConsumer.State.STOPPED;
            return running.isEmpty() ? ended : MqConsumer.State.CLOSING;
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
                long lag = loop.lag().records();
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
    <T> List<T> ofAll(Function<Repositioning, T> question) {
        var asked = new ArrayList<Future<T>>();
        for (var loop : loops()) {
            asked.add(loop.submit(() -> question.apply(new Repositioning(loop, deliveries))));
        }
        var answers = new ArrayList<T>();
        var context = "a question of listener " + deliveries.config().name();
        asked.forEach(answer ->
                answers.add(PollThreads.await(answer, deliveries.config().drainTimeout(), context)));
        return answers;
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
        var context = "commit of listener " + deliveries.config().name();
        asked.forEach(answer -> PollThreads.await(answer, timeout, context));
    }

    /**
     * Does something for these partitions, on the poll threads of those who have them: a step for all of them before the
     * next one.
     *
     * @param what it is, for messages
     * @param partitions all there are if empty
     * @param timeout for all together
     * @param steps all but the last leave no trace
     * @throws MqConfigException if one is not assigned; nothing was done
     * @throws MqConnectionException if it was not done for all; says for which it was
     */
    void each(String what, Set<MqPartition> partitions, Duration timeout, PartitionSteps.Step... steps) {
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
                .map(partition -> "partition " + partition + " is not assigned to this consumer; it can be moved"
                        + " only in the process that it is assigned to")
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new MqConfigException(missing);
        }
        new PartitionSteps(
                        deliveries,
                        byLoop,
                        what + " of listener " + deliveries.config().name())
                .run(timeout, steps);
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
