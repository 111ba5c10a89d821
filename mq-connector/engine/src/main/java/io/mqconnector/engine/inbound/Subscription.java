// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * A listener's membership in its group: some Kafka consumers, each on a thread of its own for as long as the subscription
 * lives, and the workers they share.
 *
 * <p>Thread-safe. A consumer that fails is replaced after a backoff, again and again; an exception never ends the
 * subscription.
 */
public final class Subscription implements MqConsumer {
    private static final long TOPIC_CHECK_SECONDS = 30;

    private final MqLog log = MqLog.of(Subscription.class);
    private final ListenerConfig config;
    private final String clientIdPrefix;
    private final ClientFactory clients;
    private final ClusterWatch cluster;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Runnable onClosed;
    private final MailboxScheduler scheduler;
    private final MqLog.Limit topicWarnings = new MqLog.Limit(System::nanoTime);
    private final MqLog.Limit restartWarnings = new MqLog.Limit(System::nanoTime);
    private final InboundCounters counters = new InboundCounters();
    private final Backoff retryBackoff;
    private final Backoff restartBackoff;

    /** The live loop of each consumer, null while there is none. */
    private final AtomicReferenceArray<ConsumerLoop> loops;

    private final AtomicBoolean closeAsked = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended;
    /** When {@link #close} must be over; written before {@link #closing} opens. */
    private volatile long closeDeadlineNanos;
    /** Whether some consumer could not finish in time; written by poll threads. */
    private volatile boolean incomplete;
    /** One bit for each consumer that has failed and whose successor has no partitions yet; at most 64. */
    private final AtomicLong failing = new AtomicLong();

    /**
     * @param config checked
     * @param endpoints what workers deliver to
     * @param applicationLoader the context class loader around each call
     * @param clientIdPrefix followed by {@code -consumer-}, the listener's name and a number
     * @param clients builds the consumers
     * @param cluster tells missing topics
     * @param executor runs poll loops
     * @param workers runs workers
     * @param timer for retries
     * @param onClosed called once, when the subscription has ended
     */
    public Subscription(
            ListenerConfig config,
            EndpointSource endpoints,
            ClassLoader applicationLoader,
            String clientIdPrefix,
            ClientFactory clients,
            ClusterWatch cluster,
            Executor executor,
            WorkerThreads workers,
            ScheduledExecutorService timer,
            Runnable onClosed) {
        this.config = config;
        this.clientIdPrefix = clientIdPrefix;
        this.clients = clients;
        this.cluster = cluster;
        this.executor = executor;
        this.timer = timer;
        this.onClosed = onClosed;
        this.scheduler =
                new MailboxScheduler(workers, timer, config.workers(), applicationLoader, endpoints, System::nanoTime);
        this.loops = new AtomicReferenceArray<>(config.consumers());
        this.ended = new CountDownLatch(config.consumers());
        this.retryBackoff = new Backoff(
                config.retryBackoff(),
                config.retryMaxBackoff(),
                config.retryMultiplier(),
                config.retryJitter(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.restartBackoff = new Backoff(
                config.restartBackoff(),
                config.restartMaxBackoff(),
                2,
                config.retryJitter(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Starts the poll loops; returns at once. */
    public void start() {
        for (int i = 0; i < config.consumers(); i++) {
            int index = i;
            executor.execute(() -> run(index));
        }
        log.listenerStarted(
                config.name(), config.group(), config.topics().toString(), config.consumers(), config.workers());
        checkTopics();
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public String group() {
        return config.group();
    }

    @Override
    public List<String> topics() {
        return config.topics();
    }

    /** What was configured. */
    public ListenerConfig config() {
        return config;
    }

    @Override
    public State state() {
        if (ended.getCount() == 0) {
            return State.CLOSED;
        }
        if (closing.getCount() == 0) {
            return State.CLOSING;
        }
        if (failing.get() != 0) {
            return State.RECOVERING;
        }
        for (int i = 0; i < loops.length(); i++) {
            var loop = loops.get(i);
            if (loop != null && loop.assignedCount() > 0) {
                return State.RUNNING;
            }
        }
        return State.STARTING;
    }

    /** Whether deliveries are paused by {@link #pause()}. */
    public boolean isPaused() {
        return scheduler.isPaused();
    }

    @Override
    public MqConsumerStats stats() {
        int assigned = 0;
        long lag = 0;
        boolean known = true;
        for (int i = 0; i < loops.length(); i++) {
            var loop = loops.get(i);
            if (loop != null) {
                assigned += loop.assignedCount();
                lag += Math.max(0, loop.lag());
                known &= loop.lag() >= 0;
            }
        }
        // what is done is read first, so that the difference is never too small
        long delivered = counters.delivered.sum();
        long settled = delivered + counters.dropped.sum();
        long received = counters.received.sum();
        return new MqConsumerStats(
                received,
                delivered,
                counters.failed.sum(),
                counters.redelivered.sum(),
                Math.max(0, received - settled),
                counters.commits.sum(),
                counters.failedCommits.sum(),
                counters.revoked.sum(),
                counters.lost.sum(),
                counters.cutOff.sum(),
                counters.restarts.sum(),
                counters.pauses.sum(),
                assigned,
                known && assigned > 0 ? lag : -1);
    }

    @Override
    public void pause() {
        scheduler.pause();
    }

    @Override
    public void resume() {
        scheduler.resume();
    }

    @Override
    public void close() {
        close(config.closeTimeout());
    }

    @Override
    public boolean close(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
        }
        refuseInListener();
        long start = System.nanoTime();
        boolean first = closeAsked.compareAndSet(false, true);
        if (first) {
            closeDeadlineNanos = start + timeout.toNanos();
            closing.countDown();
        }
        boolean inTime;
        try {
            inTime = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        boolean complete = inTime && !incomplete;
        if (first) {
            log.listenerClosed(config.name(), complete, (System.nanoTime() - start) / 1_000_000);
            onClosed.run();
        }
        return complete;
    }

    /**
     * Refuses to be closed by one of its own listeners.
     *
     * @throws MqConnectionException {@link MqErrorCode#ILLEGAL_STATE} if the calling thread is in a listener of this
     *     subscription
     */
    public void refuseInListener() {
        if (scheduler.isServing(Thread.currentThread())) {
            throw new MqConnectionException(
                    MqErrorCode.ILLEGAL_STATE,
                    "listener " + config.name()
                            + " cannot close itself from onMessage, it would wait for itself; close it on another thread",
                    null,
                    false);
        }
    }

    /** One consumer after another, until the subscription is closed. */
    private void run(int index) {
        var thread = Thread.currentThread();
        String nameBefore = thread.getName();
        thread.setName("mq-" + clientIdPrefix + "-poll-" + config.name() + "-" + index);
        try {
            int failures = 0;
            while (!isClosing()) {
                long started = System.nanoTime();
                var failure = runConsumer(index);
                if (failure == null || isClosing()) {
                    return;
                }
                // a consumer that worked for a while starts the backoff anew
                boolean worked =
                        System.nanoTime() - started > config.restartMaxBackoff().toNanos();
                failures = worked ? 1 : failures + 1;
                long pause = restartBackoff.nanos(failures);
                failed(index);
                counters.restarts.increment();
                if (restartWarnings.permits()) {
                    log.consumerFailed(config.name(), TimeUnit.NANOSECONDS.toMillis(pause), failure);
                }
                if (awaitClosing(pause)) {
                    return;
                }
            }
        } finally {
            thread.setName(nameBefore);
            ended.countDown();
        }
    }

    /** @return null when closed as asked, else why the consumer failed; it is closed then */
    private @Nullable Throwable runConsumer(int index) {
        ConsumerLoop loop = null;
        boolean working = false;
        try {
            loop = new ConsumerLoop(config, build(index), scheduler, counters, retryBackoff, timer, System::nanoTime);
            loops.set(index, loop);
            loop.subscribe();
            while (!isClosing()) {
                loop.pollOnce();
                if (!working && loop.assignedCount() > 0) {
                    working = true;
                    recovered(index);
                }
            }
            long left = Math.max(1, closeDeadlineNanos - System.nanoTime());
            if (!loop.close(Duration.ofNanos(left))) {
                incomplete = true;
            }
            return null;
        } catch (Throwable e) {
            // even an Error: the subscription goes on with a new consumer, which is what its application counts on
            if (e instanceof InterruptException) {
                // Kafka has set the flag again; the close below must not trip over it
                Thread.interrupted();
            }
            incomplete |= isClosing();
            if (loop != null) {
                loop.abandon();
            }
            return e;
        } finally {
            loops.set(index, null);
        }
    }

    private void failed(int index) {
        failing.accumulateAndGet(1L << index, (all, one) -> all | one);
    }

    private void recovered(int index) {
        failing.accumulateAndGet(1L << index, (all, one) -> all & ~one);
    }

    private Consumer<byte[], byte[]> build(int index) {
        Map<String, Object> properties = new HashMap<>(config.consumerProperties());
        properties.put("max.poll.records", ConsumerLoop.pollRecords(config));
        try {
            return clients.consumer(properties, clientIdPrefix + "-consumer-" + config.name() + "-" + index)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure) {
                throw failure;
            }
            throw new KafkaException("building a consumer failed", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean awaitClosing(long nanos) {
        try {
            return closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Says which topics are missing, for as long as nothing is assigned. */
    private void checkTopics() {
        if (isClosing()) {
            return;
        }
        var unused = cluster.missing(config.topics()).whenComplete((missing, failure) -> {
            if (isClosing()) {
                return;
            }
            if (failure == null && missing != null && !missing.isEmpty() && topicWarnings.permits()) {
                log.topicsMissing(config.name(), missing.toString());
            }
            if (failure != null || missing == null || !missing.isEmpty()) {
                var unusedCheck = timer.schedule(this::checkTopics, TOPIC_CHECK_SECONDS, TimeUnit.SECONDS);
            }
        });
    }
}
