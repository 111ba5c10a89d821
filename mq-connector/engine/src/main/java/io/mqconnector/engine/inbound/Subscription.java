// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/**
 * A listener's membership in its group: some Kafka consumers and the workers they share.
 *
 * <p>Thread-safe. An exception never ends the subscription: a consumer that fails is replaced after a backoff, and after
 * so many failures in a row it waits for {@link #restart}.
 */
public final class Subscription implements MqConsumer {
    private final MqLog log = MqLog.of(Subscription.class);
    private final Deliveries deliveries;
    private final Members members;
    private final DeadLetterTopics deadLetterTopics;
    private final ListenerWatch watch;
    private final Runnable onClosed;
    /** Opens when the first to close it has done all that belongs to it. */
    private final CountDownLatch forgotten = new CountDownLatch(1);
    /** One change after the other. */
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * @param config checked
     * @param calls what is called, and how
     * @param engine what it uses of the connector
     * @param onClosed called once, when the subscription has ended
     */
    public Subscription(ListenerConfig config, ListenerCalls calls, InboundEngine engine, Runnable onClosed) {
        this.onClosed = onClosed;
        var counters = new InboundCounters();
        var scheduler = new MailboxScheduler(
                engine.workers(),
                engine.timer(),
                config.workers(),
                calls.applicationLoader(),
                calls.endpoints(),
                new Surroundings(calls.carriers(), new MqLog.Limit(System::nanoTime)),
                counters,
                System::nanoTime);
        var events = new ListenerEvents(
                config.name(), config.group(), calls.errorListener(), calls.applicationLoader(), engine.executor());
        deliveries = new Deliveries(
                config,
                counters,
                events,
                engine.deadLetters(),
                engine.outlets().carrying(calls.carriers()),
                scheduler,
                calls.endpoints().isBatch(),
                engine.timer(),
                System::nanoTime,
                Clock.systemUTC(),
                Deliveries.anyRandom(),
                () -> closeBy(engine));
        members = new Members(deliveries, engine);
        deadLetterTopics = new DeadLetterTopics(deliveries, engine.cluster(), members::topics);
        watch = new ListenerWatch(deliveries, members::lag);
    }

    /**
     * Fails unless the dead-letter topics are there, if the listener needs them; waits for the broker.
     *
     * @throws io.mqconnector.api.MqConfigException if one is missing, or no broker tells
     */
    public void requireDeadLetterTopics() {
        deadLetterTopics.require();
    }

    /** Joins the group; returns at once. */
    public void start() {
        var config = deliveries.config();
        members.start();
        watch.start();
        deadLetterTopics.watch();
        log.listenerStarted(
                config.name(),
                config.group(),
                config.topicPattern().isEmpty() ? config.topics().toString() : config.topicPattern(),
                config.consumers(),
                config.workers());
    }

    /** A listener has ended its own subscription: somebody else closes it. */
    private void closeBy(InboundEngine engine) {
        try {
            engine.executor().execute(this::close);
        } catch (RejectedExecutionException e) {
            // the connector is closing, and this with it
        }
    }

    @Override
    public String name() {
        return deliveries.config().name();
    }

    @Override
    public String group() {
        return deliveries.config().group();
    }

    @Override
    public List<String> topics() {
        return List.copyOf(new TreeSet<>(members.topics()));
    }

    /** What is configured now. */
    public ListenerConfig config() {
        return deliveries.config();
    }

    /**
     * Changes one key, at once, without losing or reordering anything.
     *
     * @param key one that {@link ListenerConfig#with} takes
     * @param text its value
     * @param source who wants it, for people
     * @throws io.mqconnector.api.MqConfigException if the value is not allowed; nothing has changed
     */
    public void change(ConfigKey<?> key, String text, String source) {
        changing.lock();
        try {
            var next = deliveries.config().with(key, text, source);
            deliveries.config(next);
            deliveries.scheduler.workerCount(next.workers());
        } finally {
            changing.unlock();
        }
        members.adjust();
        log.listenerChanged(name(), key.name(), text, source);
    }

    @Override
    public State state() {
        var state = members.state();
        return state == State.RUNNING && (members.haltedCount() > 0 || deadLetterTopics.isMissing())
                ? State.DEGRADED
                : state;
    }

    /** Whether deliveries are paused by {@link #pause()}. */
    public boolean isPaused() {
        return deliveries.scheduler.isPaused();
    }

    @Override
    public MqConsumerStats stats() {
        var counters = deliveries.counters;
        // what is done is read first, so that the difference is never too small
        long delivered = counters.delivered.sum();
        long settled = delivered + counters.dropped.sum();
        long received = counters.received.sum();
        return new MqConsumerStats(
                received,
                delivered,
                counters.failed.sum(),
                counters.redelivered.sum(),
                counters.skipped.sum(),
                counters.deadLetters.sum(),
                counters.recognised.sum(),
                counters.timedOut.sum(),
                Math.max(0, received - settled),
                counters.commits.sum(),
                counters.failedCommits.sum(),
                counters.revoked.sum(),
                counters.lost.sum(),
                counters.cutOff.sum(),
                counters.restarts.sum(),
                counters.pauses.sum(),
                members.assigned().size(),
                members.haltedCount(),
                TimeUnit.NANOSECONDS.toMillis(watch.oldestStartedNanos()),
                members.lag());
    }

    @Override
    public void pause() {
        deliveries.scheduler.pause();
    }

    @Override
    public void resume() {
        deliveries.scheduler.resume();
        members.resumeStopped();
    }

    @Override
    public void restart() {
        members.restart();
    }

    @Override
    public void subscribe(String... topics) {
        var wanted = new HashSet<>(members.wantedTopics(name()));
        wanted.addAll(List.of(topics));
        members.subscribe(deliveries.config().checkedTopics(wanted));
    }

    @Override
    public void unsubscribe(String... topics) {
        if (topics.length == 0) {
            members.unsubscribeAll();
            return;
        }
        var wanted = new HashSet<>(members.wantedTopics(name()));
        wanted.removeAll(List.of(topics));
        members.subscribe(wanted);
    }

    @Override
    public Set<MqPartition> assignment() {
        var assignment = new HashSet<MqPartition>();
        members.assigned()
                .forEach(partition -> assignment.add(new MqPartition(partition.topic(), partition.partition())));
        return Set.copyOf(assignment);
    }

    @Override
    public Map<MqPartition, Long> positions() {
        return members.ofAll(Repositioning::positions);
    }

    @Override
    public Map<MqPartition, Long> committed() {
        return members.ofAll(Repositioning::committed);
    }

    @Override
    public void commit(Duration timeout) {
        members.commitAll(positive(timeout));
    }

    @Override
    public void commit(Map<MqPartition, Long> offsets, boolean force, Duration timeout) {
        if (force) {
            refuseInListener("commit by force");
        }
        if (offsets.isEmpty()) {
            return;
        }
        members.each(
                offsets.keySet(),
                positive(timeout),
                (repositioning, partition, left) ->
                        repositioning.checkCommit(partition, offset(offsets, partition), force),
                (repositioning, partition, left) ->
                        repositioning.commit(Map.of(partition, offset(offsets, partition)), force, left));
    }

    @Override
    public void seek(MqPartition partition, long offset, Duration timeout) {
        refuseInListener("seek");
        members.each(
                Set.of(partition),
                positive(timeout),
                (repositioning, one, left) -> repositioning.seek(one, offset, left));
    }

    @Override
    public void seekToBeginning(Set<MqPartition> partitions, Duration timeout) {
        refuseInListener("seek");
        members.each(
                partitions, positive(timeout), (repositioning, one, left) -> repositioning.seekToBeginning(one, left));
    }

    @Override
    public void seekToEnd(Set<MqPartition> partitions, Duration timeout) {
        refuseInListener("seek");
        members.each(partitions, positive(timeout), (repositioning, one, left) -> repositioning.seekToEnd(one, left));
    }

    @Override
    public void seekToTime(Set<MqPartition> partitions, Instant time, Duration timeout) {
        refuseInListener("seek");
        members.each(
                partitions,
                positive(timeout),
                (repositioning, one, left) -> repositioning.seekToTime(one, time.toEpochMilli(), left));
    }

    @Override
    public void close() {
        close(deliveries.config().closeTimeout());
    }

    @Override
    public boolean close(Duration timeout) {
        positive(timeout);
        refuseInListener();
        long start = System.nanoTime();
        boolean isFirst = members.beginClose(start + timeout.toNanos());
        boolean isComplete = members.awaitEnd(timeout);
        if (!isFirst) {
            // its name is free only then
            return awaitForgotten(start + timeout.toNanos()) && isComplete;
        }
        try {
            watch.end();
            deadLetterTopics.end();
            log.listenerClosed(name(), isComplete, (System.nanoTime() - start) / 1_000_000);
            onClosed.run();
        } finally {
            forgotten.countDown();
        }
        return isComplete;
    }

    private boolean awaitForgotten(long deadlineNanos) {
        try {
            return forgotten.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Refuses to be closed by one of its own listeners.
     *
     * @throws MqConnectionException {@link MqErrorCode#ILLEGAL_STATE} if the calling thread is in a listener of this
     *     subscription
     */
    public void refuseInListener() {
        refuseInListener("close");
    }

    private void refuseInListener(String what) {
        if (deliveries.scheduler.isServing(Thread.currentThread())) {
            throw new MqConnectionException(
                    MqErrorCode.ILLEGAL_STATE,
                    "listener " + name() + " cannot " + what
                            + " itself from within a delivery, it would wait for itself; do it on another thread"
                            + (what.equals("close") ? ", or call stop() of its context" : ""),
                    null,
                    false);
        }
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
        }
        return timeout;
    }

    private static long offset(Map<MqPartition, Long> offsets, TopicPartition partition) {
        return requireNonNull(offsets.get(of(partition)), "offset");
    }

    private static MqPartition of(TopicPartition partition) {
        return new MqPartition(partition.topic(), partition.partition());
    }
}
