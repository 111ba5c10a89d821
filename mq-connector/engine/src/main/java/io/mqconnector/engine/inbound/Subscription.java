// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.client.CredentialProof;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.LatencyWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.common.TopicPartition;

/**
 * A listener's membership in its group: some Kafka consumers and the workers they share.
 *
 * <p>Thread-safe. An exception never ends the subscription: a consumer that fails is replaced after a backoff, and after
 * so many failures in a row it waits for {@link #restart}.
 */
public final class Subscription implements MqConsumer {
    /** For the consumers of one listener to be built anew, one after the other. */
    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private static final Duration PROOF = Duration.ofSeconds(5);

    private final MqLog log = MqLog.of(Subscription.class);
    private final InboundEngine engine;
    private final Deliveries deliveries;
    private final Members members;
    private final DeadLetterTopics deadLetterTopics;
    private final ListenerWatch watch;
    private final ListenerObserver observer;
    private final Runnable onClosed;
    /** Opens when the first to close it has done all that belongs to it. */
    private final CountDownLatch forgotten = new CountDownLatch(1);
    /** One change after the other. */
    private final ReentrantLock changing = new ReentrantLock();
    /** Guarded by {@link #changing}: the last one. */
    private CompletableFuture<Void> renewal = CompletableFuture.completedFuture(null);
    /** One stop or start after the other; held while what has begun finishes. */
    private final ReentrantLock stopping = new ReentrantLock();

    /**
     * @param config checked
     * @param calls what is called, and how
     * @param engine what it uses of the connector
     * @param onClosed called once, when the subscription has ended
     */
    public Subscription(ListenerConfig config, ListenerCalls calls, InboundEngine engine, Runnable onClosed) {
        this.engine = engine;
        this.onClosed = onClosed;
        this.observer = engine.observer();
        var counters = new InboundCounters(engine.maxTopics(), System::nanoTime);
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
                config.name(),
                config.group(),
                calls.errorListener(),
                engine.observer(),
                calls.applicationLoader(),
                engine.executor());
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
                this::closeSoon);
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
        tellStarted(config);
    }

    private void tellStarted(ListenerConfig config) {
        log.listenerStarted(
                config.name(),
                config.group(),
                config.topicPattern().isEmpty() ? config.topics().toString() : config.topicPattern(),
                config.consumers(),
                config.workers());
        tell(ListenerObserver.Deed.STARTED);
    }

    private void tell(ListenerObserver.Deed deed) {
        observer.done(deed, name(), group());
    }

    /**
     * Stops fetching, lets the records that have begun finish, commits what is done, leaves the group; until
     * {@link #startAgain}. What is configured, counted and paused stays. Idempotent.
     *
     * @return whether everything that had begun was finished and committed within {@code mq.listener.close-timeout}
     * @throws MqConnectionException {@link MqErrorCode#ILLEGAL_STATE} when called by its own listener, which would wait
     *     for itself
     */
    public boolean stop() {
        refuseInListener("stop");
        var timeout = deliveries.config().closeTimeout();
        stopping.lock();
        try {
            long start = System.nanoTime();
            if (!members.stop(start + timeout.toNanos())) {
                return true;
            }
            boolean isComplete = members.awaitEnd(timeout);
            log.listenerStopped(name(), isComplete, (System.nanoTime() - start) / 1_000_000);
            tell(ListenerObserver.Deed.STOPPED);
            return isComplete;
        } finally {
            stopping.unlock();
        }
    }

    /** Joins the group again after {@link #stop}; waits for a stop under way. Idempotent. */
    public void startAgain() {
        refuseInListener("start");
        stopping.lock();
        try {
            if (members.startAgain()) {
                tellStarted(deliveries.config());
            }
        } finally {
            stopping.unlock();
        }
    }

    /**
     * Has the group assign its partitions anew.
     *
     * @return how many of its Kafka consumers ask for it
     * @throws MqConfigException if its group protocol has no such request
     */
    public int enforceRebalance() {
        refuseInListener("rebalance");
        if ("consumer".equals(deliveries.config().consumerProperties().get("group.protocol"))) {
            throw new MqConfigException(
                    List.of(
                            "listener '" + name() + "' is a member by the group protocol 'consumer', in"
                                    + " which the broker alone decides when to rebalance; restart the listener to give up its partitions"));
        }
        return members.ofAll(each -> each.enforceRebalance("somebody who operates " + name() + " asked for it"))
                .size();
    }

    /** How far each assigned partition has come; asks the poll threads, which may take a moment. */
    public List<PartitionStanding> standings() {
        return members.ofAll(Repositioning::standings).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(PartitionStanding::topic).thenComparingInt(PartitionStanding::partition))
                .toList();
    }

    /** A listener has ended its own subscription: somebody else closes it. */
    private void closeSoon() {
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
     * Prepares another configuration of the same listener. What is in force at once will be so with the commit; if consumers
     * have to be built anew, that they can be and that the cluster takes their credentials is proven here, and the commit
     * builds them one after the other: nothing is lost or reordered, and what is not done within the drain time-out is
     * delivered again.
     *
     * @param next differs only in what may change while it runs
     * @throws io.mqconnector.api.MqException if the new consumers could not work; nothing has changed
     */
    public PendingChange prepare(ListenerConfig next) {
        boolean isRenewed = isRenewed(deliveries.config(), next);
        if (isRenewed) {
            new CredentialProof(engine.clients(), engine.clientIdPrefix() + "-probe-" + name())
                    .require(next.consumerProperties(), PROOF);
            requireBuildable(next);
        }
        return () -> {
            changing.lock();
            try {
                deliveries.config(next);
                deliveries.scheduler.workerCount(next.workers());
            } finally {
                changing.unlock();
            }
            members.adjust();
            return isRenewed ? renew() : CompletableFuture.completedFuture(null);
        };
    }

    /** In the background, one renewal after the other: the consumers of the last have the configuration of the last. */
    private CompletableFuture<Void> renew() {
        changing.lock();
        try {
            renewal = renewal.thenRunAsync(() -> members.renew(RENEWAL), engine.executor())
                    .exceptionally(closing -> null);
            return renewal;
        } finally {
            changing.unlock();
        }
    }

    /** Whether consumers must be built anew. */
    private static boolean isRenewed(ListenerConfig before, ListenerConfig next) {
        return !before.consumerProperties().equals(next.consumerProperties())
                || before.staticMembership() != next.staticMembership()
                || before.pollRecords() != next.pollRecords();
    }

    private void requireBuildable(ListenerConfig next) {
        var building = engine.clients()
                .consumer(next.consumerProperties(), engine.clientIdPrefix() + "-probe-" + name() + "-consumer");
        var closing = building.thenAcceptAsync(
                consumer -> consumer.close(CloseOptions.timeout(Duration.ZERO)), engine.executor());
        try {
            closing.get(PROOF.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(
                    MqErrorCode.INTERRUPTED, "interrupted while trying a consumer of listener " + name(), e, true);
        } catch (ExecutionException | TimeoutException e) {
            var cause = e.getCause();
            throw KafkaErrors.connection(
                    cause == null ? e : cause, "a consumer of listener " + name() + " cannot be built");
        }
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

    /** Bytes fetched, as of the last second. */
    public long receivedBytes() {
        return deliveries.counters.bytes.sum();
    }

    /** How long calls of the listener took in the last minute, and how many records a second were done. */
    public LatencyWindow.Snapshot processing() {
        return deliveries.counters.processing();
    }

    /** What was done with records of each topic. */
    public List<TopicRecords> topicRecords() {
        return deliveries.counters.byTopic();
    }

    @Override
    public void pause() {
        boolean wasPaused = isPaused();
        deliveries.scheduler.pause();
        if (!wasPaused) {
            tell(ListenerObserver.Deed.PAUSED);
        }
    }

    @Override
    public void resume() {
        boolean wasPaused = isPaused();
        deliveries.scheduler.resume();
        members.resumeStopped();
        if (wasPaused) {
            tell(ListenerObserver.Deed.RESUMED);
        }
    }

    @Override
    public void restart() {
        members.restart();
        if (!members.isEnding()) {
            tell(ListenerObserver.Deed.RESTARTED);
        }
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
        return merged(members.ofAll(Repositioning::positions));
    }

    @Override
    public Map<MqPartition, Long> committed() {
        return merged(members.ofAll(Repositioning::committed));
    }

    private static Map<MqPartition, Long> merged(List<Map<MqPartition, Long>> all) {
        var merged = new HashMap<MqPartition, Long>();
        all.forEach(merged::putAll);
        return Map.copyOf(merged);
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
                "commit",
                offsets.keySet(),
                positive(timeout),
                (repositioning, own, left) -> repositioning.checkCommit(of(own, offsets), force),
                (repositioning, own, left) -> repositioning.commit(of(own, offsets), force, left));
    }

    @Override
    public void seek(MqPartition partition, long offset, Duration timeout) {
        move(Set.of(partition), timeout, (repositioning, own, left) -> repositioning.at(own.get(0), offset, left));
    }

    @Override
    public void seekToBeginning(Set<MqPartition> partitions, Duration timeout) {
        move(partitions, timeout, Repositioning::beginnings);
    }

    @Override
    public void seekToEnd(Set<MqPartition> partitions, Duration timeout) {
        move(partitions, timeout, Repositioning::ends);
    }

    @Override
    public void seekToTime(Set<MqPartition> partitions, Instant time, Duration timeout) {
        move(partitions, timeout, (repositioning, own, left) -> repositioning.atTime(own, time.toEpochMilli(), left));
    }

    /** Where partitions of one consumer are to go on. */
    @FunctionalInterface
    private interface Target {
        Map<TopicPartition, Long> of(Repositioning repositioning, List<TopicPartition> own, Duration left);
    }

    private void move(Set<MqPartition> partitions, Duration timeout, Target target) {
        refuseInListener("seek");
        var offsets = new ConcurrentHashMap<MqPartition, Long>();
        members.each(
                "seek",
                partitions,
                positive(timeout),
                (repositioning, own, left) -> target.of(repositioning, own, left)
                        .forEach((partition, offset) -> offsets.put(of(partition), offset)),
                (repositioning, own, left) -> repositioning.move(of(own, offsets), left));
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
            tell(ListenerObserver.Deed.CLOSED);
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

    private static Map<TopicPartition, Long> of(List<TopicPartition> own, Map<MqPartition, Long> offsets) {
        return own.stream()
                .collect(Collectors.toMap(
                        Function.identity(), partition -> requireNonNull(offsets.get(of(partition)), "offset")));
    }

    private static MqPartition of(TopicPartition partition) {
        return new MqPartition(partition.topic(), partition.partition());
    }
}
