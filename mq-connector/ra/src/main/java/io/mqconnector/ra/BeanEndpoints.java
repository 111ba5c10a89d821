// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.inbound.Endpoint;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/** Endpoints of one message-driven bean, one for each running worker. Thread-safe. */
final class BeanEndpoints implements EndpointSource {
    /** Where a server waits for a bean at all: its thread is somebody else's meanwhile. */
    private static final long WAIT_MILLIS = 1_000;

    private final MessageEndpointFactory factory;
    private final boolean isBatch;
    private final @Nullable TransactionSynchronizationRegistry transactions;

    /**
     * @param isBatch whether the bean is known to take batches
     * @param transactions null if the server has none
     */
    BeanEndpoints(
            MessageEndpointFactory factory,
            boolean isBatch,
            @Nullable TransactionSynchronizationRegistry transactions) {
        this.factory = factory;
        this.isBatch = isBatch;
        this.transactions = transactions;
    }

    @Override
    public boolean isBatch() {
        return isBatch;
    }

    @Override
    public Endpoint acquire() throws EndpointUnavailableException {
        MessageEndpoint endpoint;
        try {
            endpoint = factory.createEndpoint(null, WAIT_MILLIS);
        } catch (UnavailableException | RuntimeException e) {
            throw new EndpointUnavailableException("the server has no endpoint now", e);
        }
        if (endpoint instanceof MqMessageListener && !isBatch) {
            return new BeanEndpoint(endpoint, false, transactions, this::isTransacted);
        }
        if (endpoint instanceof MqBatchListener) {
            return new BeanEndpoint(endpoint, true, transactions, this::isTransacted);
        }
        throw notOurs(endpoint);
    }

    /** When in doubt it is: then no part of a batch is taken for done. */
    private boolean isTransacted() {
        try {
            return factory.isDeliveryTransacted(MqResourceAdapter.ON_BATCH);
        } catch (NoSuchMethodException | RuntimeException e) {
            return true;
        }
    }

    /** Taken, so it is given back: it is asked for again soon, and servers have only so many. */
    private EndpointUnavailableException notOurs(@Nullable MessageEndpoint endpoint) {
        var why = new ClassCastException("the server's endpoint "
                + (endpoint == null ? "null" : endpoint.getClass().getName()) + " is no "
                + (isBatch ? MqBatchListener.class : MqMessageListener.class).getName()
                + " of the resource adapter: the application must not bring mq-api");
        if (endpoint != null) {
            try {
                endpoint.release();
            } catch (RuntimeException e) {
                why.addSuppressed(e);
            }
        }
        return new EndpointUnavailableException("the server has no endpoint of the right type", why);
    }
}
