// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;

/**
 * A Kafka producer borrowed from an {@link MqProducerPool}, given back by {@link #close()}.
 *
 * <p><b>Delivery</b> is that of {@link MqProducer}. <b>Order</b> is not: messages with the same key have an order only among
 * those that are sent through one loan, not with those of other loans or of an {@link MqProducer}.
 *
 * <p>Thread-safe. Once given back, sends fail with {@link MqErrorCode#CLOSED} and {@link MqOutcome#NOT_WRITTEN}, everything
 * else throws {@link MqErrorCode#CLOSED}; what is in flight then still gets its outcome.
 */
public interface MqPooledProducer extends MqSender, AutoCloseable {
    /** The client id that brokers know it by. */
    String clientId();

    /**
     * Waits until everything sent before this call has its outcome.
     *
     * @param timeout longest wait, positive
     * @throws MqConnectionException as {@link MqProducer#flush(Duration)}
     */
    void flush(Duration timeout);

    /** As {@link MqProducer#ping(Duration)}. */
    MqPing ping(Duration timeout);

    /** Gives it back to be closed instead of used again. Waits for what is in flight as {@code mq.pool.drain-timeout} allows. */
    void invalidate();

    /** Gives it back. Idempotent. */
    @Override
    void close();
}
