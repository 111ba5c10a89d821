// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A server's side of message endpoints, which notes each breach of the specification. */
final class StrictEndpointFactory implements MessageEndpointFactory {
    /** What a server makes of an unchecked exception of a bean. */
    static final class EjbFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EjbFailure(Throwable cause) {
            super("EJBException", cause);
        }
    }

    /** Any bean. */
    static final class OrderBean {}

    final FakeTransactions transactions = new FakeTransactions();
    final List<String> breaches = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();

    MqMessageListener bean = (message, metadata) -> {};

    /** Set for a bean of batches. */
    @Nullable
    MqBatchListener batchBean;

    @Nullable
    Exception transactedUnknown;

    boolean transacted;
    boolean markedAtOnce;
    boolean swallowsFailedCommits;

    @Nullable
    Class<?> endpointClass = OrderBean.class;

    @Nullable
    String activationName = "orders-activation";

    @Nullable
    RuntimeException classUnknown;

    @Nullable
    MessageEndpoint other;

    @Nullable
    Exception onCreate;

    @Nullable
    Exception onBefore;

    @Nullable
    Throwable onAfter;

    @Nullable
    RuntimeException onRelease;

    /** To be called last. */
    void assertContractKept() {
        assertThat(breaches).isEmpty();
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource) throws UnavailableException {
        return createEndpoint(resource, -1);
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource resource, long timeout) throws UnavailableException {
        calls.add("create");
        if (timeout <= 0) {
            breaches.add("createEndpoint without an end");
        }
        if (onCreate instanceof UnavailableException unavailable) {
            throw unavailable;
        }
        if (onCreate instanceof RuntimeException failure) {
            throw failure;
        }
        if (other != null) {
            return other;
        }
        var listener = batchBean;
        return listener == null ? new RecordEndpoint() : new BatchEndpoint(listener);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) throws NoSuchMethodException {
        if (transactedUnknown instanceof NoSuchMethodException none) {
            throw none;
        }
        if (transactedUnknown instanceof RuntimeException failure) {
            throw failure;
        }
        return transacted;
    }

    @Override
    public @Nullable String getActivationName() {
        return activationName;
    }

    @Override
    public @Nullable Class<?> getEndpointClass() {
        if (classUnknown != null) {
            throw classUnknown;
        }
        return endpointClass;
    }

    private void breach(boolean broken, String what) {
        if (broken) {
            breaches.add(what);
        }
    }

    /** One proxy: before, call, after, on one thread; released once. */
    abstract class StrictEndpoint implements MessageEndpoint {
        private final Method listenersMethod;
        private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
        private boolean called;
        private boolean released;

        StrictEndpoint(Method listenersMethod) {
            this.listenersMethod = listenersMethod;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Liberty compares so
        public void beforeDelivery(Method method) throws NoSuchMethodException, ResourceException {
            calls.add("before");
            breach(released, "beforeDelivery after release");
            breach(method != listenersMethod, "another method object");
            breach(!method.getDeclaringClass().isInstance(this), "not the listener's method");
            if (onBefore instanceof NoSuchMethodException none) {
                throw none;
            }
            if (onBefore instanceof ResourceException failure) {
                throw failure;
            }
            if (onBefore instanceof RuntimeException failure) {
                throw failure;
            }
            breach(!user.compareAndSet(null, Thread.currentThread()), "beforeDelivery twice");
            called = false;
            if (transacted) {
                transactions.begin(markedAtOnce);
            }
        }

        final void called() {
            calls.add("call");
            breach(user.get() != Thread.currentThread(), "a call outside of before and after, or on another thread");
            breach(called, "a second call");
            called = true;
        }

        @Override
        public void afterDelivery() throws ResourceException {
            calls.add("after");
            breach(
                    !user.compareAndSet(Thread.currentThread(), null),
                    "afterDelivery without beforeDelivery or on another thread");
            boolean ended = transactions.end();
            if (onAfter instanceof ResourceException failure) {
                throw failure;
            }
            if (onAfter instanceof RuntimeException failure) {
                throw failure;
            }
            if (onAfter instanceof Error failure) {
                throw failure;
            }
            if (!ended && !swallowsFailedCommits) {
                throw new LocalTransactionException("commit failed");
            }
        }

        @Override
        public void release() {
            calls.add("release");
            breach(released, "released twice");
            breach(user.get() != null, "released during a delivery");
            released = true;
            if (onRelease != null) {
                throw onRelease;
            }
        }
    }

    /** One of a bean of records. */
    final class RecordEndpoint extends StrictEndpoint implements MqMessageListener {
        RecordEndpoint() {
            super(MqResourceAdapter.ON_MESSAGE);
        }

        @Override
        public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
            called();
            try {
                bean.onMessage(message, metadata);
            } catch (RuntimeException e) {
                throw new EjbFailure(e);
            }
        }
    }

    /** One of a bean of batches. */
    final class BatchEndpoint extends StrictEndpoint implements MqBatchListener {
        private final MqBatchListener listener;

        BatchEndpoint(MqBatchListener listener) {
            super(MqResourceAdapter.ON_BATCH);
            this.listener = listener;
        }

        @Override
        public void onBatch(List<MqDelivery> batch) throws Exception {
            called();
            try {
                listener.onBatch(batch);
            } catch (RuntimeException e) {
                throw new EjbFailure(e);
            }
        }
    }
}
