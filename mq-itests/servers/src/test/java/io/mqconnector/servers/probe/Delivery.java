// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One delivery by beforeDelivery, call, afterDelivery; observed. Confined to the thread that delivers. */
final class Delivery {
    /** How the adapter tries to learn what became of the transaction. */
    enum Strategy {
        SYNCHRONIZATION,
        XA_RESOURCE,
        NONE
    }

    private static final Method LISTENER = listener();

    private final MessageEndpointFactory factory;
    private final TransactionSynchronizationRegistry registry;
    private final Strategy strategy;
    private final Map<String, String> observed = new LinkedHashMap<>();

    Delivery(MessageEndpointFactory factory, TransactionSynchronizationRegistry registry, Strategy strategy) {
        this.factory = factory;
        this.registry = registry;
        this.strategy = strategy;
    }

    Map<String, String> deliver(String behaviour) throws ResourceException, NoSuchMethodException {
        observed.put("transacted", Boolean.toString(factory.isDeliveryTransacted(LISTENER)));
        var resource = strategy == Strategy.XA_RESOURCE ? new RecordingXaResource("ra", null) : null;
        var endpoint = factory.createEndpoint(resource, 10_000);
        try {
            if (!attempt("before", () -> endpoint.beforeDelivery(LISTENER))) {
                return observed;
            }
            observed.put("txAfterBefore", TransactionState.of(registry));
            if (strategy == Strategy.SYNCHRONIZATION && registry.getTransactionKey() != null) {
                registry.registerInterposedSynchronization(new RecordingSynchronization());
                Journal.add("sync.registered");
            }
            attempt("call", () -> ((ProbeListener) endpoint).onProbe(behaviour));
            observed.put("txBeforeAfter", TransactionState.of(registry));
            attempt("after", endpoint::afterDelivery);
            Journal.add("|");
            observed.put("txAfterAfter", TransactionState.of(registry));
            return observed;
        } finally {
            endpoint.release();
        }
    }

    private boolean attempt(String key, Step step) {
        try {
            step.run();
            observed.put(key, "ok");
            return true;
        } catch (Throwable e) { // to observe it is what this class is for
            observed.put(key, describe(e));
            return false;
        }
    }

    /** The types of the exception and its causes, as far as they are there; no texts, which differ from run to run. */
    static String describe(Throwable thrown) {
        var text = new StringBuilder(thrown.getClass().getSimpleName());
        @Nullable Throwable cause = thrown.getCause();
        for (int depth = 0; cause != null && depth < 4; depth++) {
            text.append(" < ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static Method listener() {
        try {
            return ProbeListener.class.getMethod("onProbe", String.class);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws ResourceException, NoSuchMethodException;
    }
}
