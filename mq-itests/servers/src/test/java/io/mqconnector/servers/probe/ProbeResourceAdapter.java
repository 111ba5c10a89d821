// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** Delivers when its servlet tells it to, on a thread of the server's work manager. Thread-safe. */
public class ProbeResourceAdapter implements ResourceAdapter, Serializable {
    /** What is looked for in MicroProfile Config; the tests give it as a system property. */
    public static final String CONFIG_PROPERTY = "mq.probe.property";

    private static final long serialVersionUID = 1;
    private static final long PATIENCE_SECONDS = 60;

    private static volatile @Nullable ProbeResourceAdapter current; // the servlet's way to the running instance

    private final transient Map<String, MessageEndpointFactory> endpoints = new ConcurrentHashMap<>();
    private final transient Map<String, String> configSeen = new ConcurrentHashMap<>();
    private transient volatile @Nullable BootstrapContext context;

    /** The started instance. */
    public static ProbeResourceAdapter current() {
        var adapter = current;
        if (adapter == null) {
            throw new IllegalStateException("the probe's resource adapter was not started");
        }
        return adapter;
    }

    @Override
    public void start(BootstrapContext bootstrapContext) {
        context = bootstrapContext;
        current = this;
        configSeen.put("start", config());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // of this instance, not of an equal one
    public void stop() {
        if (current == this) {
            current = null;
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) {
        endpoints.put(nameOf(spec), factory);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        endpoints.remove(nameOf(spec));
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProbeResourceAdapter; // no properties
    }

    @Override
    public int hashCode() {
        return ProbeResourceAdapter.class.hashCode();
    }

    /** The names of the activated endpoints. */
    public String endpoints() {
        return String.join(",", new TreeSet<>(endpoints.keySet()));
    }

    /**
     * Delivers once on a work thread and returns what was observed.
     *
     * @param strategy a name of {@link Delivery.Strategy}
     * @param parkAt the beginning of the journal entry at which the delivery stays for ever; empty for none
     */
    public Map<String, String> deliver(String endpoint, String strategy, String behaviour, String parkAt)
            throws ResourceException {
        var factory = endpoints.get(endpoint);
        if (factory == null) {
            throw new ResourceException("no endpoint " + endpoint + " among " + endpoints.keySet());
        }
        Journal.begin(parkAt);
        return onWorkThread(() -> new Delivery(
                        factory, context().getTransactionSynchronizationRegistry(), Delivery.Strategy.valueOf(strategy))
                .deliver(behaviour));
    }

    /** Fills the work manager and returns what it did with what was too much. */
    public Map<String, String> saturate(int count, long startTimeout, boolean isLongRunning) {
        return new Saturation(context().getWorkManager(), isLongRunning).run(count, startTimeout);
    }

    /** Where MicroProfile Config answered with this class's loader: at start, on a work thread, on an own thread. */
    public Map<String, String> configSeen() throws ResourceException {
        configSeen.put("work", onWorkThread(ProbeResourceAdapter::config));
        var answer = new CompletableFuture<String>();
        var own = new Thread(() -> answer.complete(config()), "mq-probe-own");
        own.setDaemon(true);
        own.setContextClassLoader(ProbeResourceAdapter.class.getClassLoader());
        own.start();
        configSeen.put("own", answerOf(answer));
        return new LinkedHashMap<>(configSeen);
    }

    private <T> T onWorkThread(Callable<T> task) throws ResourceException {
        var answer = new CompletableFuture<T>();
        var work = new Work() {
            @Override
            public void run() {
                try {
                    answer.complete(task.call());
                } catch (Exception | Error e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void release() {
                answer.completeExceptionally(new IllegalStateException("released"));
            }
        };
        context().getWorkManager().scheduleWork(work, WorkManager.INDEFINITE, null, new WorkAdapter() {
            @Override
            public void workRejected(WorkEvent event) {
                @Nullable WorkException reason = event.getException();
                answer.completeExceptionally(reason == null ? new WorkException("rejected") : reason);
            }
        });
        return answerOf(answer);
    }

    private static <T> T answerOf(CompletableFuture<T> answer) throws ResourceException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new ResourceException("no answer", e);
        }
    }

    private BootstrapContext context() {
        var bootstrapContext = context;
        if (bootstrapContext == null) {
            throw new IllegalStateException("not started");
        }
        return bootstrapContext;
    }

    private static String nameOf(ActivationSpec spec) {
        return String.valueOf(((ProbeActivationSpec) spec).getEndpoint());
    }

    /** By reflection: the API need not be there. */
    private static String config() {
        var loader = ProbeResourceAdapter.class.getClassLoader();
        try {
            var provider = Class.forName("org.eclipse.microprofile.config.ConfigProvider", true, loader);
            var config = provider.getMethod("getConfig", ClassLoader.class).invoke(null, loader);
            var value = Class.forName("org.eclipse.microprofile.config.Config", true, loader)
                    .getMethod("getOptionalValue", String.class, Class.class)
                    .invoke(config, CONFIG_PROPERTY, String.class);
            return value.toString();
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException | LinkageError e) {
            return e.getClass().getSimpleName();
        }
    }
}
