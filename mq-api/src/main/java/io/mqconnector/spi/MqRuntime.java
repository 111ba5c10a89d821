// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqProducer;
import java.util.List;

/**
 * A running connector, as {@code mq-cdi} and {@link io.mqconnector.api.Mq} see it. Thread-safe.
 */
public interface MqRuntime extends AutoCloseable {
    /**
     * The version of this interface; a compile-time constant, so each side sees the one it was built against: application
     * and connector age separately. Grows with each addition; nothing is taken away, so that a newer connector serves an
     * older application.
     */
    int API_VERSION = 1;

    /** The version of this interface that the provider was built against. */
    int apiVersion();

    /** The name of this instance: <code>${mq.instance-id}</code>. */
    String instanceId();

    /** The producer; always the same object. */
    MqProducer producer();

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

    /** Closes all subscriptions, then the producer. Idempotent; bounded by the configured time-outs. */
    @Override
    void close();
}
