// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.engine.runtime.ClosingClasses;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.spi.MqRuntimes;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The connector as a server runs it: one engine for all its connection factories and message-driven beans.
 *
 * <p>Thread-safe. Started and stopped by the server; a stopped one is not started again. Starting waits for no broker.
 */
public class MqResourceAdapter extends ConnectorProperties implements ResourceAdapter {
    /** What is called on a message-driven bean of records. */
    static final Method ON_MESSAGE = method(MqMessageListener.class, "onMessage", MqMessage.class, MqMetadata.class);
    /** What is called on a message-driven bean of batches. */
    static final Method ON_BATCH = method(MqBatchListener.class, "onBatch", List.class);

    private static final long serialVersionUID = 1L;
    /** Long enough to be worth a change of threads, short enough for sixty listeners to take turns. */
    private static final Duration TURN = Duration.ofMillis(20);

    private static final XAResource[] NO_RESOURCES = {};

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}; null before the start and after the stop. */
    private transient @Nullable Started started;
    /** Guarded by {@link #lock}: what factories set that are to be started with this. */
    private final transient List<Map<String, String>> awaiting = new ArrayList<>();

    /** For the server. */
    public MqResourceAdapter() {}

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        lock.lock();
        try {
            if (started != null) {
                throw new ResourceAdapterInternalException("mq: the resource adapter is started already");
            }
            started = new Started(context, toConfigChecked());
            awaiting.forEach(started::startEarly);
            awaiting.clear();
        } catch (MqConfigException e) {
            throw new ResourceAdapterInternalException("mq: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        Started stopping;
        lock.lock();
        try {
            stopping = started;
            started = null;
        } finally {
            lock.unlock();
        }
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof MqActivationSpec ours)) {
            throw new NotSupportedException("mq: an activation needs a " + MqActivationSpec.class.getName()
                    + ", and this is a " + spec.getClass().getName());
        }
        started("activate " + factory).activations.activate(factory, ours);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Started running;
        lock.lock();
        try {
            running = started;
        } finally {
            lock.unlock();
        }
        // after the stop there is nothing left to deactivate
        if (running != null && spec instanceof MqActivationSpec ours) {
            running.activations.deactivate(factory, ours);
        }
    }

    /** None: nothing of Kafka takes part in a two-phase commit. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return NO_RESOURCES;
    }

    /**
     * The connector for a connection factory: the one of the resource adapter, or one of its own if the factory sets
     * anything.
     *
     * @param settings what the factory really sets, by full key
     * @throws jakarta.resource.spi.IllegalStateException if the resource adapter is not started
     * @throws MqConfigException if anything is wrong
     */
    Connector connector(Map<String, String> settings) throws ResourceException {
        return started("connect").connector(settings);
    }

    /**
     * Starts the connector for a connection factory before it has a connection: with this, if that is not started yet, as on
     * WildFly. What is wrong with it is told whoever connects.
     *
     * @param settings what the factory really sets, by full key
     */
    void startEarly(Map<String, String> settings) {
        Started running;
        lock.lock();
        try {
            running = started;
            if (running == null) {
                awaiting.add(settings);
            }
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.startEarly(settings);
        }
    }

    private Started started(String what) throws jakarta.resource.spi.IllegalStateException {
        lock.lock();
        try {
            if (started == null) {
                throw new jakarta.resource.spi.IllegalStateException(
                        "mq: the resource adapter is not started or already stopped, it cannot " + what);
            }
            return started;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, String> toConfigChecked() throws ResourceAdapterInternalException {
        try {
            return settings();
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException("mq: resource adapter, " + e.getMessage());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return isSameAs(other);
    }

    @Override
    public int hashCode() {
        return settingsHash();
    }

    private static Method method(Class<?> listener, String name, Class<?>... parameters) {
        try {
            return listener.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What there is between start and stop. Thread-safe. */
    private static final class Started {
        private final Map<String, String> settings;
        private final BootstrapContext context;
        private final @Nullable JtaTransactions transactions;
        private final Connector connector;
        private final MqRuntimes.Registration registration;
        private final EndpointActivations activations;

        private final ReentrantLock lock = new ReentrantLock();
        /** Guarded by {@link #lock}: connectors of factories that set something themselves, by what they set. */
        private final Map<Map<String, String>, Connector> others = new HashMap<>();
        /** Guarded by {@link #lock}. */
        private boolean stopped;

        Started(BootstrapContext context, Map<String, String> settings) {
            this.context = context;
            this.settings = settings;
            // asked first: nothing has been started if the server fails to answer
            var registry = context.getTransactionSynchronizationRegistry();
            this.transactions = registry == null ? null : new ServerTransactions(registry);
            this.connector = start(settings, "the resource adapter's properties");
            this.activations = new EndpointActivations(connector, registry);
            this.registration = MqRuntimes.register(connector);
            ClosingClasses.load();
        }

        Connector connector(Map<String, String> ofFactory) throws ResourceException {
            // Open Liberty hands the resource adapter's properties on to its factories: those are nothing of their own
            var own = new TreeMap<>(ofFactory);
            own.entrySet().removeAll(settings.entrySet());
            if (own.isEmpty()) {
                return connector;
            }
            lock.lock();
            try {
                if (stopped) {
                    throw new jakarta.resource.spi.IllegalStateException("mq: the resource adapter is stopped");
                }
                var other = others.get(own);
                if (other == null) {
                    var all = new TreeMap<>(settings);
                    all.putAll(own);
                    other = start(all, "the properties of the resource adapter and of its connection factory");
                    others.put(own, other);
                }
                return other;
            } finally {
                lock.unlock();
            }
        }

        void startEarly(Map<String, String> ofFactory) {
            try {
                var unused = connector(ofFactory);
            } catch (ResourceException | MqConfigException e) {
                // told again, to whoever connects
            }
        }

        void stop() {
            List<Connector> all;
            lock.lock();
            try {
                stopped = true;
                all = new ArrayList<>(others.values());
                others.clear();
            } finally {
                lock.unlock();
            }
            try {
                registration.close();
                activations.close();
            } finally {
                all.forEach(Connector::close);
                connector.close();
            }
        }

        private Connector start(Map<String, String> all, String origin) {
            return Connector.start(
                    ConnectorProperties.toConfig(all),
                    origin,
                    MqResourceAdapter.class.getClassLoader(),
                    (config, starter) -> new WorkerThreads(
                            new WorkExecutor(
                                    context.getWorkManager(), starter, config.get(ConfigKeys.SERVER_WORK_THREADS)),
                            TURN),
                    transactions);
        }
    }
}
