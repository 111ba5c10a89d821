// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.engine.inbound.Endpoint;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import io.mqconnector.engine.log.MqLog;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/**
 * A message-driven bean as one worker calls it: before, one call, after, each time. Confined to that worker.
 *
 * <p>A record is done when the call returned normally, and, if the server began a transaction for it, that transaction was
 * committed: a bean that only marks it for rollback returns normally, too. How that is learnt: docs/adr/0007.
 */
final class BeanEndpoint implements Endpoint {
    private final MqLog log = MqLog.of(BeanEndpoint.class);
    private final MessageEndpoint endpoint;
    private final MqMessageListener bean;
    private final @Nullable TransactionSynchronizationRegistry transactions;

    /**
     * @param endpoint the server's proxy: also a {@link MqMessageListener}
     * @param transactions null if the server has none
     */
    BeanEndpoint(MessageEndpoint endpoint, @Nullable TransactionSynchronizationRegistry transactions) {
        this.endpoint = endpoint;
        this.bean = (MqMessageListener) endpoint;
        this.transactions = transactions;
    }

    @Override
    public void deliver(MqMessage message, MqMetadata metadata) throws Exception {
        try {
            endpoint.beforeDelivery(MqResourceAdapter.ON_MESSAGE);
        } catch (ResourceException | NoSuchMethodException | RuntimeException e) {
            throw new EndpointUnavailableException("the server could not begin a delivery", e);
        }
        Transaction transaction = null;
        Throwable failure = null;
        try {
            transaction = joined();
            bean.onMessage(message, metadata);
        } catch (Throwable e) {
            // Error included: whatever is thrown means that the record is not done
            failure = e;
            if (transaction != null) {
                failure = transaction.markForRollback(failure);
            }
        }
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException | Error e) {
            failure = added(failure, e);
        }
        if (failure != null) {
            throw thrown(failure);
        }
        if (transaction != null && !transaction.isCommitted()) {
            throw new RolledBackException(transaction.outcome());
        }
    }

    @Override
    public void release() {
        try {
            endpoint.release();
        } catch (RuntimeException e) {
            log.endpointNotReleased(e);
        }
    }

    /** Once a delivery has begun, only {@code afterDelivery} may end it: nothing leaves {@link #deliver} before. */
    private @Nullable Transaction joined() throws EndpointUnavailableException {
        try {
            return Transaction.joined(transactions);
        } catch (RuntimeException e) {
            throw new EndpointUnavailableException("the server does not tell of its transaction", e);
        }
    }

    private static Throwable added(@Nullable Throwable first, Throwable second) {
        if (first == null) {
            return second;
        }
        first.addSuppressed(second);
        return first;
    }

    private static Exception thrown(Throwable failure) throws EndpointUnavailableException {
        if (failure instanceof EndpointUnavailableException unavailable) {
            throw unavailable;
        }
        if (ServerTrouble.isCauseOf(failure)) {
            throw new EndpointUnavailableException("the server did not call the bean", failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof Exception exception ? exception : new UndeclaredThrowableException(failure);
    }

    /** The transaction of one delivery. The server may tell of its end on another thread. */
    private static final class Transaction implements Synchronization {
        private final TransactionSynchronizationRegistry registry;
        /** Written by the thread that ends the transaction; {@link Status#STATUS_UNKNOWN} until then. */
        private volatile int status = Status.STATUS_UNKNOWN;

        private Transaction(TransactionSynchronizationRegistry registry) {
            this.registry = registry;
        }

        /** Null if there is none on this thread. */
        static @Nullable Transaction joined(@Nullable TransactionSynchronizationRegistry registry) {
            if (registry == null || registry.getTransactionKey() == null) {
                return null;
            }
            var transaction = new Transaction(registry);
            try {
                registry.registerInterposedSynchronization(transaction);
            } catch (IllegalStateException e) {
                // marked for rollback already: it ends without being committed, which is what is assumed
            }
            return transaction;
        }

        /** Returns the failure, with what came of the attempt. */
        Throwable markForRollback(Throwable failure) {
            try {
                if (registry.getTransactionKey() != null) {
                    registry.setRollbackOnly();
                }
            } catch (IllegalStateException e) {
                // it has ended already, by its time-out
            } catch (RuntimeException e) {
                return added(failure, e);
            }
            return failure;
        }

        boolean isCommitted() {
            return status == Status.STATUS_COMMITTED;
        }

        String outcome() {
            return switch (status) {
                case Status.STATUS_ROLLEDBACK -> "rolled back";
                case Status.STATUS_UNKNOWN -> "not ended when the delivery was over";
                default -> "ended with status " + status;
            };
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int endStatus) {
            status = endStatus;
        }
    }
}
