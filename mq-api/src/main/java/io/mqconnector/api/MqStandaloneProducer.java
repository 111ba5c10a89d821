// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * An {@link MqProducer} with a connector of its own, from {@link Mq#createProducer(MqConfig)}. Thread-safe. Whoever created it
 * closes it.
 */
public interface MqStandaloneProducer extends MqProducer, AutoCloseable {
    /** Waits for what is in flight, at most {@code mq.pool.drain-timeout}, and ends the connector. Idempotent. */
    @Override
    void close();
}
