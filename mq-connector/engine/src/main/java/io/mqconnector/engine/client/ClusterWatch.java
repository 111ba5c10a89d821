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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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
    private final String clientId;
    private final CredentialProof proof;
    private final ScheduledExecutorService timer;

    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced whole under {@link #lock}: read without it. */
    private volatile Settings settings;
    /** Guarded by {@link #lock}; null until the first use and after a failed construction. */
    private @Nullable CompletableFuture<Admin> admin;
    /** Guarded by {@link #lock}: the round trip under way or the last one. */
    private @Nullable CompletableFuture<MqPing> current;
    /** Guarded by {@link #lock}: when {@link #current} began. */
    private long currentSinceNanos;
    /** Guarded by {@link #lock}. */
    private boolean closed;
    /** Guarded by {@link #lock}. */
    private @Nullable ScheduledFuture<?> nextLook;
    /** Guarded by {@link #lock}: how often looking has begun anew; only who began last goes on. */
    private int beginnings;
    /** Guarded by {@link #lock}: how often another configuration has brought another client. */
    private int replacements;

    /** Guarded by {@link #lock}; null before the first round trip. */
    private @Nullable Boolean reachable;
    /** Guarded by {@link #lock}: when the present state of {@link #reachable} began. */
    private long stateSinceNanos = System.nanoTime();
    /** Guarded by {@link #lock}: when the admin client was made anew, or the present state began. */
    private long renewedNanos = stateSinceNanos;
    /** Guarded by {@link #lock}: how long until the next time. */
    private long renewalNanos = FIRST_RENEWAL_NANOS;

    /** Guarded by {@link #lock}: where the brokers were last seen. */
    private Set<String> addresses = Set.of();
    /** How often all brokers were found at other addresses; written under {@link #lock}. */
    private final AtomicLong moves = new AtomicLong();

    /** What the last round trip found; null before the first. */
    private volatile @Nullable MqPing last;

    /**
     * What can change.
     *
     * @param properties for the admin client
     * @param brokers for people
     * @param interval how often to look by itself, positive
     */
    public record Settings(Map<String, Object> properties, String brokers, Duration interval) {
        /** Which brokers: properties may hold secrets. */
        @Override
        public String toString() {
            return "Settings[brokers=" + brokers + ", interval=" + interval + "]";
        }
    }

    /** @param settings to begin with */
    public ClusterWatch(ClientFactory clients, String clientId, Settings settings, ScheduledExecutorService timer) {
        this.clients = clients;
        this.clientId = clientId;
        this.proof = new CredentialProof(clients, clientId);
        this.settings = settings;
        this.timer = timer;
    }

    /** Begins to look, at once and then regularly: every second while nothing answers. */
    public void start() {
        look(0);
    }

    /** Where brokers are looked for, as configured. */
    public String brokers() {
        return settings.brokers();
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
                            MqErrorCode.TIMED_OUT,
                            "no broker of " + settings.brokers + " answered within " + timeout,
                            e,
                            true),
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

    /**
     * Asks the cluster something.
     *
     * @param question to the admin client; on its thread or the caller's, returns at once
     * @return completes on the admin client's thread; exceptionally when nobody answers
     */
    public <T> CompletableFuture<T> ask(Function<Admin, ? extends CompletionStage<T>> question) {
        return admin().thenCompose(question);
    }

    /**
     * Prepares to watch by other settings: if they make another client, that one has been answered by the cluster.
     *
     * @return to be put in force, or dropped
     * @throws MqConnectionException if the cluster does not answer that client, or refuses it
     */
    public PendingChange prepare(Settings next) {
        if (next.properties.equals(settings.properties)) {
            return PendingChange.of(() -> adopt(next, null));
        }
        var tried = CompletableFuture.completedFuture(
                proof.answered(next.properties, Duration.ofMillis(ROUND_TRIP_MILLIS)));
        return new PendingChange() {
            @Override
            public CompletableFuture<Void> commit() {
                adopt(next, tried);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void abort() {
                close(tried);
            }
        };
    }

    /** @param client null to keep the present one */
    void adopt(Settings next, @Nullable CompletableFuture<Admin> client) {
        @Nullable CompletableFuture<Admin> old = client;
        lock.lock();
        try {
            settings = next;
            if (client != null && !closed) {
                old = admin;
                admin = client;
                addresses = Set.of();
                current = null;
                replacements++;
            }
            if (!closed && nextLook != null) {
                // also when it has begun, which whoever cancels is not told
                nextLook.cancel(false);
                int beginning = ++beginnings;
                nextLook = timer.schedule(() -> look(beginning), 0, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
        close(old);
    }

    @Override
    public void close() {
        @Nullable CompletableFuture<Admin> open;
        lock.lock();
        try {
            closed = true;
            open = admin;
            if (nextLook != null) {
                nextLook.cancel(false);
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

    private void look(int beginning) {
        var unused = roundTrip().thenAccept(ping -> {
            lock.lock();
            try {
                if (!closed && beginning == beginnings) {
                    long interval = settings.interval.toMillis();
                    long delay = ping.isReachable() ? interval : Math.min(EAGER_MILLIS, interval);
                    nextLook = timer.schedule(() -> look(beginning), delay, TimeUnit.MILLISECONDS);
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

    /** Under the lock. */
    private CompletableFuture<MqPing> ask(long start) {
        var asked = admin();
        int replacementsBefore = replacements;
        return asked.thenCompose(client -> {
                    var cluster = client.describeCluster(new DescribeClusterOptions().timeoutMs(ROUND_TRIP_MILLIS));
                    return cluster.nodes()
                            .toCompletionStage()
                            .thenCombine(cluster.clusterId().toCompletionStage(), (nodes, id) -> {
                                noteAddresses(asked, nodes);
                                return MqPing.answered(id, nodes.size(), System.nanoTime() - start);
                            })
                            .toCompletableFuture();
                })
                .exceptionally(failure -> MqPing.failed(
                        KafkaErrors.connection(root(failure), "no broker of " + settings.brokers + " answers"),
                        System.nanoTime() - start))
                .thenCompose(ping -> heard(ping, replacementsBefore));
    }

    /** That a client was closed because another is in use now says nothing of the cluster: that one is asked. */
    private CompletableFuture<MqPing> heard(MqPing ping, int replacementsBefore) {
        @Nullable CompletableFuture<Admin> outdated;
        lock.lock();
        try {
            if (replacements != replacementsBefore) {
                return roundTrip();
            }
            outdated = note(ping);
        } finally {
            lock.unlock();
        }
        close(outdated);
        return CompletableFuture.completedFuture(ping);
    }

    /** What a client says that is not in use any more may be of another cluster. */
    @SuppressWarnings("ReferenceEquality") // the very client
    private void noteAddresses(CompletableFuture<Admin> asked, Collection<Node> brokers) {
        var now = new TreeSet<String>();
        brokers.forEach(broker -> now.add(broker.host() + ":" + broker.port()));
        lock.lock();
        try {
            if (asked != admin) {
                return;
            }
            if (!addresses.isEmpty() && Collections.disjoint(addresses, now)) {
                moves.incrementAndGet();
            }
            addresses = now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock.
     *
     * @return a client that is not used any more: the brokers may have moved, the next one looks for them at the addresses
     *     configured
     */
    private @Nullable CompletableFuture<Admin> note(MqPing ping) {
        if (closed) {
            // closing ends the round trip under way: that says nothing of the cluster
            return null;
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
                log.clusterReachable(settings.brokers, ping.brokerCount(), millis);
            } else {
                log.clusterUnreachable(
                        settings.brokers, MqLog.brief(ping.failure().orElse(null)));
            }
        } else if (!now && System.nanoTime() - renewedNanos >= renewalNanos) {
            renewedNanos = System.nanoTime();
            renewalNanos = Math.min(2 * renewalNanos, LONGEST_RENEWAL_NANOS);
            var outdated = admin;
            admin = null;
            return outdated;
        }
        return null;
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
                present = clients.admin(settings.properties, clientId);
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
