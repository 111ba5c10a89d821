// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * A producer on loan from an {@link MqConnectionFactory}, given back by {@link #close()}.
 *
 * <p>Thread-safe. Closing gives back the loan and touches nothing that was sent: what is in flight gets its outcome. All
 * sends share the connector's producers, so that the order of {@link MqProducer} holds across connections of one factory.
 */
public interface MqConnection extends MqProducer, AutoCloseable {
    /** Gives the connection back; it refuses everything from now on with {@link MqErrorCode#CLOSED}. Idempotent. */
    @Override
    void close();
}
