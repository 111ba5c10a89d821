// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;

/**
 * A running connector, as {@code mq-cdi} and {@link io.mqconnector.api.Mq} see it. Thread-safe.
 */
public interface MqRuntime extends AutoCloseable {
    /**
     * The version of this interface; a compile-time constant, so each side sees the one it was built against: application
     * and connector age separately. Grows with each addition; nothing is taken away, so that a newer connector serves an
     * older application.
     */
    int API_VERSION = 3;

    /** The version of this interface that the provider was built against. */
    int apiVersion();

    /** The name of this instance: <code>${mq.instance-id}</code>. */
    String instanceId();

    /** The producer; always the same object. */
    MqProducer producer();

    /** The pool of producers behind it; always the same object. */
    MqProducerPool pool();

    /**
     * The producer of a connection; always the same object.
     *
     * @param connection its name; empty or {@code default} for that of {@link #producer()}
     * @throws MqConfigException if there is none of that name, naming those there are
     */
    default MqProducer producer(String connection) {
        requireDefault(connection);
        return producer();
    }

    /**
     * The pool behind {@link #producer(String)}; always the same object.
     *
     * @param connection its name; empty or {@code default} for that of {@link #pool()}
     * @throws MqConfigException if there is none of that name, naming those there are
     */
    default MqProducerPool pool(String connection) {
        requireDefault(connection);
        return pool();
    }

    private static void requireDefault(String connection) {
        if (!connection.isEmpty() && !connection.equals("default")) {
            throw new MqConfigException(List.of("there is no connection '" + connection + "'; this connector has the"
                    + " default one alone: use a newer version of it"));
        }
    }

    /**
     * Says what is wrong with a subscription, without starting it.
     *
     * @return one sentence for each problem; empty when there is none
     */
    List<String> problems(SubscriptionRequest request);

    /**
     * Starts a subscription. Returns at once.
     *
     * @throws MqConfigException if something is wrong with it; nothing was started
     */
    MqConsumer subscribe(SubscriptionRequest request);

    /**
     * Told when a context carrier of the application threw while a message was sent; the message goes without it. Only for
     * the log.
     */
    default void carrierFailed(Throwable failure) {}

    /**
     * As {@link io.mqconnector.api.Mq#outbox(DataSource)}.
     *
     * @throws UnsupportedOperationException if this runtime is older than outboxes
     */
    default MqOutbox outbox(DataSource dataSource) {
        throw new UnsupportedOperationException("this connector has no outbox; use a newer version of it");
    }

    /**
     * How it is. A runtime that is older than this knows only whether its cluster answers.
     */
    default MqHealth health() {
        var ping = producer().ping(Duration.ofSeconds(1));
        return new MqHealth(List.of(new MqHealth.Part(
                MqHealth.Kind.CONNECTION,
                "default",
                ping.isReachable() ? MqHealth.Status.UP : MqHealth.Status.DOWN,
                false,
                ping.failure()
                        .map(failure -> List.of(String.valueOf(failure.getMessage())))
                        .orElse(List.of()))));
    }

    /**
     * Tells another what happens.
     *
     * @return ends that
     * @throws UnsupportedOperationException if this runtime is older than notifiers
     */
    default Registration addNotifier(MqNotifier notifier) {
        throw new UnsupportedOperationException("this connector has no notifiers; use a newer version of it");
    }

    /**
     * As {@link io.mqconnector.api.Mq#override(Map)}.
     *
     * @throws UnsupportedOperationException if this runtime is older than overrides
     */
    default CompletionStage<Void> override(Map<String, String> overrides) {
        throw new UnsupportedOperationException("this connector takes no overrides; use a newer version of it");
    }

    /**
     * As {@link io.mqconnector.api.Mq#resetOverrides(Collection)}.
     *
     * @throws UnsupportedOperationException if this runtime is older than overrides
     */
    default CompletionStage<Void> resetOverrides(Collection<String> keys) {
        throw new UnsupportedOperationException("this connector takes no overrides; use a newer version of it");
    }

    /** As {@link io.mqconnector.api.Mq#overrides()}. */
    default Map<String, String> overrides() {
        return Map.of();
    }

    /** Something that was added and can be taken away again. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        /** Takes it away. Idempotent. */
        @Override
        void close();
    }

    /** Closes all subscriptions, then the producer. Idempotent; bounded by the configured time-outs. */
    @Override
    void close();
}
