// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.engine.inbound.Endpoint;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/** Endpoints of one message-driven bean, one for each running worker. Thread-safe. */
final class BeanEndpoints implements EndpointSource {
    /** Where a server waits for a bean at all: its thread is somebody else's meanwhile. */
    private static final long WAIT_MILLIS = 1_000;

    private final MessageEndpointFactory factory;
    private final @Nullable TransactionSynchronizationRegistry transactions;

    /**
     * @param transactions null if the server has none
     */
    BeanEndpoints(MessageEndpointFactory factory, @Nullable TransactionSynchronizationRegistry transactions) {
        this.factory = factory;
        this.transactions = transactions;
    }

    @Override
    public Endpoint acquire() throws EndpointUnavailableException {
        try {
            return new BeanEndpoint(factory.createEndpoint(null, WAIT_MILLIS), transactions);
        } catch (UnavailableException | RuntimeException e) {
            throw new EndpointUnavailableException("the server has no endpoint now", e);
        }
    }
}
