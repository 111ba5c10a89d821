// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * An {@link MqProducerPool} with a connector of its own, from {@link Mq#createPool(MqConfig)}. Thread-safe. Whoever created it
 * closes it.
 */
public interface MqStandalonePool extends MqProducerPool, AutoCloseable {
    /** Closes its producers and ends the connector; producers that are still borrowed are closed too. Idempotent. */
    @Override
    void close();
}
