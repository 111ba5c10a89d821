// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import java.util.List;
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
    int API_VERSION = 2;

    /** The version of this interface that the provider was built against. */
    int apiVersion();

    /** The name of this instance: <code>${mq.instance-id}</code>. */
    String instanceId();

    /** The producer; always the same object. */
    MqProducer producer();

    /** The pool of producers behind it; always the same object. */
    MqProducerPool pool();

    /**
     * Says what is wrong with a subscription, without starting it.
     *
     * @return one sentence for each problem; empty when there is none
     */
    List<String> problems(SubscriptionRequest request);

    /**
     * Starts a subscription. Returns at once.
     *
     * @throws io.mqconnector.api.MqConfigException if something is wrong with it; nothing was started
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

    /** Closes all subscriptions, then the producer. Idempotent; bounded by the configured time-outs. */
    @Override
    void close();
}
