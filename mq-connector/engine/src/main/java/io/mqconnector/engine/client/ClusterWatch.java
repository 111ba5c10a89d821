// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPing;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster answers: one admin client, one shared and cached round trip. Says once when nothing answers and
 * once when something does again.
 *
 * <p>Thread-safe. Opened by {@link #start()}, closed by {@link #close()}.
 */
public final class ClusterWatch implements AutoCloseable {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ROUND_TRIP_MILLIS = 5_000;
    private static final long EAGER_MILLIS = 1_000;
    /** How long nothing answers before the admin client is made anew, from the addresses configured; doubled each time. */
    private static final long FIRST_RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LONGEST_RENEWAL_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final MqLog log = MqLog.of(ClusterWatch.class);
    private final ClientFactory clients;
    private final Map<String, Object> properties;
    private final String clientId;
    private final String brokers;
    private final long intervalMillis;
    private final ScheduledExecutorService timer;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}; null until the first use and after a failed construction. */
    private @Nullable CompletableFuture<Admin> admin;
    /** Guarded by {@link #lock}: the round trip under way or the last one. */
    private @Nullable CompletableFuture<MqPing> current;
    /** Guarded by {@link #lock}: when {@link #current} began. */
    private long currentSinceNanos;
    /** Guarded by {@link #lock}. */
    private boolean closed;
    /** Guarded by {@link #lock}. */
    private @Nullable ScheduledFuture<?> next;

    /** Confined to completions of round trips, of which there is one at a time. */
    private @Nullable Boolean reachable;
    /** When the present state of {@link #reachable} began; same confinement. */
    private long stateSinceNanos = System.nanoTime();
    /** When the admin client was made anew, or the present state began; same confinement. */
    private long renewedNanos = stateSinceNanos;
    /** How long until the next time; same confinement. */
    private long renewalNanos = FIRST_RENEWAL_NANOS;

    /** Where brokers were last seen; same confinement. */
    private Set<String> addresses = Set.of();
    /** How often all brokers were found at other addresses; written under the same confinement. */
    private final AtomicLong moves = new AtomicLong();

    /** What the last round trip found; null before the first. */
    private volatile @Nullable MqPing last;

    /**
     * @param properties for the admin client
     * @param interval how often to look by itself, positive
     */
    public ClusterWatch(
            ClientFactory clients,
            Map<String, Object> properties,
            String clientId,
            String brokers,
            Duration interval,
            ScheduledExecutorService timer) {
        this.clients = clients;
        this.properties = properties;
        this.clientId = clientId;
        this.brokers = brokers;
        this.intervalMillis = interval.toMillis();
        this.timer = timer;
    }

    /** Begins to look, at once and then regularly: every second while nothing answers. */
    public void start() {
        look();
    }

    /** What the last look found; null before the first. */
    public @Nullable MqPing last() {
        return last;
    }

    /**
     * How often the cluster was found with none of its brokers at an address of before: clients that know only those do not
     * find it again.
     */
    public long moveCount() {
        return moves.get();
    }

    /**
     * A round trip that is not older than a second.
     *
     * @param timeout longest wait, positive
     */
    public MqPing ping(Duration timeout) {
        long start = System.nanoTime();
        try {
            return roundTrip().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return MqPing.failed(
                    new MqConnectionException(
                            MqErrorCode.TIMED_OUT, "no broker of " + brokers + " answered within " + timeout, e, true),
                    System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MqPing.failed(
                    new MqConnectionException(MqErrorCode.INTERRUPTED, "interrupted while waiting for a ping", e, true),
                    System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw new AssertionError("a round trip never completes exceptionally", e);
        }
    }

    /**
     * Which of these topics do not exist.
     *
     * @return completes with the missing ones, exceptionally when nobody answers
     */
    public CompletableFuture<Set<String>> missing(Collection<String> topics) {
        return admin().thenCompose(client -> {
            var missing = new TreeSet<String>();
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            for (var entry : client.describeTopics(topics).topicNameValues().entrySet()) {
                var one = entry.getValue()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .<Void>handle((description, failure) -> {
                            if (failure == null) {
                                return null;
                            }
                            if (root(failure) instanceof UnknownTopicOrPartitionException) {
                                synchronizedAdd(missing, entry.getKey());
                                return null;
                            }
                            throw new CompletionException(root(failure));
                        });
                all = CompletableFuture.allOf(all, one);
            }
            return all.thenApply(done -> missing);
        });
    }

    @Override
    public void close() {
        @Nullable CompletableFuture<Admin> open;
        lock.lock();
        try {
            closed = true;
            open = admin;
            if (next != null) {
                next.cancel(false);
            }
        } finally {
            lock.unlock();
        }
        close(open);
    }

    private static void close(@Nullable CompletableFuture<Admin> open) {
        if (open != null) {
            var unused = open.whenComplete((client, failure) -> {
                if (client != null) {
                    client.close(Duration.ZERO);
                }
            });
        }
    }

    /** All completions run on the admin client's one thread; the lock makes that no assumption. */
    private void synchronizedAdd(Set<String> missing, String topic) {
        lock.lock();
        try {
            missing.add(topic);
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        var unused = roundTrip().thenAccept(ping -> {
            lock.lock();
            try {
                if (!closed) {
                    long delay = ping.isReachable() ? intervalMillis : Math.min(EAGER_MILLIS, intervalMillis);
                    next = timer.schedule(this::look, delay, TimeUnit.MILLISECONDS);
                }
            } finally {
                lock.unlock();
            }
        });
    }

    private CompletableFuture<MqPing> roundTrip() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.completedFuture(MqPing.failed(closedError(), 0));
            }
            var running = current;
            if (running != null && (!running.isDone() || System.nanoTime() - currentSinceNanos < FRESH_NANOS)) {
                return running;
            }
            currentSinceNanos = System.nanoTime();
            current = ask(currentSinceNanos);
            return current;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<MqPing> ask(long start) {
        return admin().thenCompose(client -> {
                    var cluster = client.describeCluster(new DescribeClusterOptions().timeoutMs(ROUND_TRIP_MILLIS));
                    return cluster.nodes()
                            .toCompletionStage()
                            .thenCombine(cluster.clusterId().toCompletionStage(), (nodes, id) -> {
                                noteAddresses(nodes);
                                return MqPing.answered(id, nodes.size(), System.nanoTime() - start);
                            })
                            .toCompletableFuture();
                })
                .exceptionally(failure -> MqPing.failed(
                        KafkaErrors.connection(root(failure), "no broker of " + brokers + " answers"),
                        System.nanoTime() - start))
                .whenComplete((ping, impossible) -> note(ping));
    }

    private void noteAddresses(Collection<Node> brokers) {
        var before = addresses;
        var now = new TreeSet<String>();
        brokers.forEach(broker -> now.add(broker.host() + ":" + broker.port()));
        addresses = now;
        if (!before.isEmpty() && Collections.disjoint(before, now)) {
            moves.incrementAndGet();
        }
    }

    private void note(MqPing ping) {
        if (isClosed()) {
            // closing ends the round trip under way: that says nothing of the cluster
            return;
        }
        last = ping;
        boolean now = ping.isReachable();
        if (reachable == null || reachable != now) {
            long millis = (System.nanoTime() - stateSinceNanos) / 1_000_000;
            reachable = now;
            stateSinceNanos = System.nanoTime();
            renewedNanos = stateSinceNanos;
            renewalNanos = FIRST_RENEWAL_NANOS;
            if (now) {
                log.clusterReachable(brokers, ping.brokerCount(), millis);
            } else {
                log.clusterUnreachable(brokers, MqLog.brief(ping.failure().orElse(null)));
            }
        } else if (!now && System.nanoTime() - renewedNanos >= renewalNanos) {
            renewedNanos = System.nanoTime();
            renewalNanos = Math.min(2 * renewalNanos, LONGEST_RENEWAL_NANOS);
            renew();
        }
    }

    /** The brokers may have moved: the next client looks for them at the addresses configured. */
    private void renew() {
        @Nullable CompletableFuture<Admin> old;
        lock.lock();
        try {
            old = admin;
            admin = null;
        } finally {
            lock.unlock();
        }
        close(old);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Admin> admin() {
        lock.lock();
        try {
            if (closed) {
                // one that is made now would never be closed
                return CompletableFuture.failedFuture(closedError());
            }
            var present = admin;
            if (present == null || present.isCompletedExceptionally()) {
                present = clients.admin(properties, clientId);
                admin = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    private static MqConnectionException closedError() {
        return new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }
}
