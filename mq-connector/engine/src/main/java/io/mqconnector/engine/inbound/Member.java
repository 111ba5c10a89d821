// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One consumer of a subscription after another, on one thread for as long as it is wanted. */
final class Member implements Runnable {
    private final MqLog log = MqLog.of(Member.class);
    private final int index;
    private final Members members;
    private final Deliveries deliveries;
    private final InboundEngine engine;
    private final MqLog.Limit warnings;

    /** The live loop, null while there is none; written by this thread. */
    private volatile @Nullable ConsumerLoop loop;
    /** Whether its consumer has failed, and its successor has no partitions yet; written by this thread. */
    private volatile boolean isFailing;
    /** Whether the consumer is to be closed and built anew; set by any thread, cleared by this one. */
    private volatile boolean isRestartAsked;
    /** Completed when a consumer that was built after this was set has joined; by this thread, or when it ends. */
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> renewal = new AtomicReference<>();

    /** Set once, by this thread. */
    private volatile boolean hasEnded;

    Member(int index, Members members, Deliveries deliveries, InboundEngine engine) {
        this.index = index;
        this.members = members;
        this.deliveries = deliveries;
        this.engine = engine;
        this.warnings = new MqLog.Limit(deliveries.nanoTime);
    }

    int index() {
        return index;
    }

    /** For any thread. */
    @Nullable
    ConsumerLoop loop() {
        return loop;
    }

    /** For any thread. */
    boolean isFailing() {
        return isFailing;
    }

    /** Closes the consumer as a rebalance would and builds it anew; by any thread. */
    void restart() {
        isRestartAsked = true;
    }

    /** Whether that was asked for, and no consumer has been begun since; for any thread. */
    boolean isRestartAsked() {
        return isRestartAsked;
    }

    /**
     * As {@link #restart()}.
     *
     * @return completes when the new consumer has joined the group; false when there will be none
     */
    CompletableFuture<Boolean> renew() {
        var mine = new CompletableFuture<Boolean>();
        tellRenewed(renewal.getAndSet(mine), false);
        isRestartAsked = true;
        if (hasEnded) {
            tellRenewed(renewal.getAndSet(null), false);
        }
        return mine;
    }

    private static void tellRenewed(@Nullable CompletableFuture<Boolean> waiting, boolean isJoined) {
        if (waiting != null) {
            waiting.complete(isJoined);
        }
    }

    /** One consumer after another, until none is wanted. */
    @Override
    public void run() {
        var thread = Thread.currentThread();
        String nameBefore = thread.getName();
        thread.setName(
                "mq-" + engine.clientIdPrefix() + "-poll-" + deliveries.config().name() + "-" + index);
        boolean hasGivenUp = false;
        try {
            hasGivenUp = !runWhileWanted();
        } finally {
            thread.setName(nameBefore);
            members.ended(this, hasGivenUp);
            hasEnded = true;
            tellRenewed(renewal.getAndSet(null), false);
        }
    }

    /** @return whether it ended because it was no longer wanted */
    private boolean runWhileWanted() {
        int failures = 0;
        while (members.isWanted(index)) {
            long started = deliveries.nanoTime.getAsLong();
            var failure = runConsumer();
            var config = deliveries.config();
            if (failure == null || !members.isWanted(index)) {
                continue;
            }
            // a consumer that worked for a while starts the backoff anew
            boolean worked = deliveries.nanoTime.getAsLong() - started
                    > config.restartMaxBackoff().toNanos();
            failures = worked ? 1 : failures + 1;
            isFailing = true;
            deliveries.counters.restarts.increment();
            if (config.restartAttempts() > 0 && failures > config.restartAttempts()) {
                giveUp(failures, failure);
                return false;
            }
            long pause = backoff(config).nanos(failures);
            tell(failure, pause);
            if (!members.awaitUnwanted(index, pause)) {
                return true;
            }
        }
        return true;
    }

    private void giveUp(int failures, Throwable failure) {
        log.consumerGivenUp(deliveries.config().name(), failures, failure);
        deliveries.events.tell(
                MqConsumerError.Kind.GIVEN_UP,
                List.of(),
                (isRefused(failure) ? remedy(failure) + ". It" : "the consumer") + " failed " + failures
                        + " times in a row; it stands still until it is restarted",
                failure);
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof AuthorizationException || failure instanceof AuthenticationException;
    }

    private static String remedy(Throwable failure) {
        return String.valueOf(KafkaErrors.connection(failure, "the broker refused the consumer")
                .getMessage());
    }

    private void tell(Throwable failure, long pauseNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(pauseNanos);
        if (warnings.permits()) {
            log.consumerFailed(deliveries.config().name(), millis, failure);
        }
        boolean isRefused = isRefused(failure);
        deliveries.events.tell(
                isRefused ? MqConsumerError.Kind.AUTHORIZATION : MqConsumerError.Kind.CONSUMER_FAILED,
                List.of(),
                (isRefused ? remedy(failure) : "the consumer failed") + "; it is built anew in " + millis + " ms",
                failure);
    }

    private Backoff backoff(ListenerConfig config) {
        return new Backoff(
                config.restartBackoff(), config.restartMaxBackoff(), 2, config.retryJitter(), Deliveries.anyRandom());
    }

    /** @return null when closed as asked, else why the consumer failed; it is closed then */
    private @Nullable Throwable runConsumer() {
        ConsumerLoop live = null;
        try {
            isRestartAsked = false;
            var awaiting = renewal.get();
            var config = deliveries.config();
            live = new ConsumerLoop(
                    build(config), deliveries, EndOffsets.of(engine.cluster(), config.consumerProperties()));
            loop = live;
            while (members.isWanted(index) && !isRestartAsked) {
                members.subscribe(live);
                live.pollOnce();
                if (awaiting != null && live.hasJoined() && renewal.compareAndSet(awaiting, null)) {
                    tellRenewed(awaiting, true);
                }
                if (isFailing && !live.assigned().isEmpty()) {
                    isFailing = false;
                }
            }
            boolean isEnding = members.isEnding();
            if (!live.close(
                            isEnding
                                    ? members.endTimeLeft()
                                    : deliveries.config().closeTimeout())
                    && isEnding) {
                members.incomplete();
            }
            return null;
        } catch (Throwable e) {
            // even an Error: the subscription goes on with a new consumer, which is what its application counts on
            if (e instanceof InterruptException) {
                // Kafka has set the flag again; the close below must not trip over it
                Thread.interrupted();
            }
            if (members.isEnding()) {
                members.incomplete();
            }
            if (live != null) {
                live.abandon();
            }
            return e;
        } finally {
            loop = null;
        }
    }

    private Consumer<byte[], byte[]> build(ListenerConfig config) {
        Map<String, Object> properties = new HashMap<>(config.consumerProperties());
        properties.put("max.poll.records", config.pollRecords());
        if (config.staticMembership()) {
            properties.put("group.instance.id", config.instanceId() + "-" + config.name() + "-" + index);
        }
        try {
            return engine.clients()
                    .consumer(properties, engine.clientIdPrefix() + "-consumer-" + config.name() + "-" + index)
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
}
