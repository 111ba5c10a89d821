// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqMessageListener;
import jakarta.enterprise.concurrent.ContextService;
import org.jspecify.annotations.Nullable;

/**
 * The application's context in its container (naming, security, class loader), put around deliveries: look-ups in
 * {@code java:comp} work on the connector's threads. Immutable.
 *
 * <p>By Jakarta Concurrency; where there is none, deliveries run as the engine calls them.
 */
final class ContainerContext {
    static final String SERVICE_NAME = "java:comp/DefaultContextService";
    private static final MqCdiLog LOG = MqCdiLog.of(ContainerContext.class);

    private final @Nullable Object service;

    private ContainerContext(@Nullable Object service) {
        this.service = service;
    }

    /** That of this thread; to be called where the container starts the application. */
    static ContainerContext captured() {
        var entry = JndiEntry.at(SERVICE_NAME);
        var found = entry.object();
        if (found == null) {
            LOG.noContextService(entry.absence());
            return new ContainerContext(null);
        }
        try {
            if (Concurrency.isService(found)) {
                return new ContainerContext(found);
            }
            LOG.noContextService("an object of class " + ClassOrigin.of(found.getClass()) + " is bound there");
        } catch (LinkageError e) {
            LOG.noContextService("mq-cdi does not see Jakarta Concurrency: " + e);
        }
        return new ContainerContext(null);
    }

    /** The listener in this context: one proxy, made here; to be called once a listener. */
    MqMessageListener around(MqMessageListener listener) {
        if (service == null) {
            return listener;
        }
        MqMessageListener carrying = (message, metadata) -> carry(() -> listener.onMessage(message, metadata));
        var proxy = Concurrency.proxy(service, carrying, MqMessageListener.class);
        return (message, metadata) -> unload(() -> proxy.onMessage(message, metadata));
    }

    /** As {@link #around(MqMessageListener)}, for batches. */
    MqBatchListener aroundBatches(MqBatchListener listener) {
        if (service == null) {
            return listener;
        }
        MqBatchListener carrying = batch -> carry(() -> listener.onBatch(batch));
        var proxy = Concurrency.proxy(service, carrying, MqBatchListener.class);
        return batch -> unload(() -> proxy.onBatch(batch));
    }

    /** As {@link #around(MqMessageListener)}, for an error listener, which throws nothing. */
    MqErrorListener aroundErrors(MqErrorListener listener) {
        return service == null ? listener : Concurrency.proxy(service, listener, MqErrorListener.class);
    }

    /** Inside a proxy: what the listener throws passes as something that every proxy lets through. */
    private static void carry(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            throw new Carrier(e);
        }
    }

    /** Outside a proxy: throws what the listener threw, however the proxy wrapped it. */
    private static void unload(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            throw Rethrown.unchanged(carried(e));
        }
    }

    private static Throwable carried(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Carrier carrier) {
                return carrier.cargo;
            }
        }
        return thrown; // the container's own: the listener was not reached
    }

    /** The only class that names types of Jakarta Concurrency, and of them only what version 2.0 has. */
    private static final class Concurrency {
        static boolean isService(Object found) {
            return found instanceof ContextService;
        }

        static <T> T proxy(Object service, T listener, Class<T> type) {
            return ((ContextService) service).createContextualProxy(listener, type);
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    private static final class Carrier extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Throwable cargo;

        Carrier(Throwable cargo) {
            super(null, cargo, false, false);
            this.cargo = cargo;
        }
    }
}
