// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.engine.inbound.Endpoint;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import io.mqconnector.engine.log.MqLog;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A message-driven bean as one worker calls it: before, one call with a record or a batch, after, each time. Confined to that
 * worker.
 *
 * <p>A record, or a batch as a whole, is done when the call returned normally, and, if the server began a transaction for it, that transaction was
 * committed: a bean that only marks it for rollback returns normally, too. How that is learnt: docs/adr/0007.
 * Part of a batch may be done only if there was no transaction.
 */
final class BeanEndpoint implements Endpoint {
    private static final int DEEPEST = 20;

    private final MqLog log = MqLog.of(BeanEndpoint.class);
    private final MessageEndpoint endpoint;
    private final @Nullable MqMessageListener bean;
    private final @Nullable MqBatchListener batchBean;
    private final @Nullable TransactionSynchronizationRegistry transactions;
    private final BooleanSupplier isTransacted;

    /**
     * @param endpoint the server's proxy: also a {@link MqMessageListener} or a {@link MqBatchListener}
     * @param isBatch whether it is called with batches
     * @param transactions null if the server has none
     * @param isTransacted whether the server says that its batches are handled in a transaction
     */
    BeanEndpoint(
            MessageEndpoint endpoint,
            boolean isBatch,
            @Nullable TransactionSynchronizationRegistry transactions,
            BooleanSupplier isTransacted) {
        this.endpoint = endpoint;
        this.bean = isBatch ? null : (MqMessageListener) endpoint;
        this.batchBean = isBatch ? (MqBatchListener) endpoint : null;
        this.transactions = transactions;
        this.isTransacted = isTransacted;
    }

    /** A bean of batches takes it as a batch of one: so where the server does not tell the class of the bean beforehand. */
    @Override
    public void deliver(MqDelivery delivery) throws Exception {
        deliver(bean == null ? MqResourceAdapter.ON_BATCH : MqResourceAdapter.ON_MESSAGE, List.of(delivery));
    }

    @Override
    public void deliver(List<MqDelivery> batch) throws Exception {
        if (batchBean == null) {
            throw new IllegalStateException("a batch for a bean of records");
        }
        deliver(MqResourceAdapter.ON_BATCH, batch);
    }

    private void deliver(Method method, List<MqDelivery> records) throws Exception {
        try {
            endpoint.beforeDelivery(method);
        } catch (ResourceException | NoSuchMethodException | RuntimeException e) {
            throw new EndpointUnavailableException("the server could not begin a delivery", e);
        }
        Transaction transaction = null;
        Throwable failure = null;
        try {
            transaction = joined();
            call(records);
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
            throw thrown(failure, transaction != null);
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

    private void call(List<MqDelivery> records) throws Exception {
        if (batchBean != null) {
            batchBean.onBatch(records);
        } else if (bean != null) {
            var delivery = records.get(0);
            bean.onMessage(delivery, delivery);
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

    private Exception thrown(Throwable failure, boolean hadTransaction) throws EndpointUnavailableException {
        if (failure instanceof EndpointUnavailableException unavailable) {
            throw unavailable;
        }
        if (ServerTrouble.isCauseOf(failure)) {
            throw new EndpointUnavailableException("the server did not call the bean", failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        var rejected = within(failure, MqRejectedException.class);
        if (rejected != null) {
            return rejected;
        }
        var partly = within(failure, MqBatchException.class);
        if (partly != null) {
            // a transaction that nobody tells of has been rolled back all the same
            return hadTransaction || isTransacted.getAsBoolean() ? new RolledBackException(partly) : partly;
        }
        return failure instanceof Exception exception ? exception : new UndeclaredThrowableException(failure);
    }

    /** What a bean said by an exception, however the server wrapped it; null if it is not that. */
    private static <T extends Exception> @Nullable T within(Throwable failure, Class<T> type) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return withSuppressed(type.cast(cause), failure);
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** What went wrong afterwards was added to what the server threw. */
    private static <T extends Exception> T withSuppressed(T found, Throwable thrown) {
        if (found != thrown) {
            for (Throwable after : thrown.getSuppressed()) {
                found.addSuppressed(after);
            }
        }
        return found;
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
