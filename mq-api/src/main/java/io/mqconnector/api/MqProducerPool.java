// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;

/**
 * The pool of live Kafka producers behind a connector, for those who want one to themselves for a while. Most do not: an
 * {@link MqProducer} is faster and keeps the order.
 *
 * <p>Thread-safe. Its owner is the connector. At most {@code mq.pool.max-connections} producers exist, those of
 * {@link MqProducer} and of transactions included.
 */
public interface MqProducerPool {
    /**
     * Borrows a producer, waiting at most {@code mq.pool.borrow-timeout}.
     *
     * @return to be closed by the caller, which gives it back
     * @throws MqConnectionException {@link MqErrorCode#POOL_EXHAUSTED} with the pool's numbers if none was free in time,
     *     {@link MqErrorCode#INTERRUPTED}, {@link MqErrorCode#CLOSED}, or what keeps one from being built
     */
    MqPooledProducer borrow();

    /**
     * As {@link #borrow()}.
     *
     * @param timeout longest wait, positive
     */
    MqPooledProducer borrow(Duration timeout);

    /** The pool in numbers. */
    MqPoolStats stats();

    /** As {@link MqProducer#ping(Duration)}: a round trip to the cluster, for which no producer is borrowed. */
    MqPing ping(Duration timeout);

    /** Closes idle producers that are dead, outdated or have been idle for too long; the connector does it by itself too. */
    void evict();
}
