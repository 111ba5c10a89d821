// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.config.ListenerSource;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.InboundEngine;
import io.mqconnector.engine.inbound.ListenerCalls;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.monitoring.Monitoring;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The listeners of a connector that are started, each by a name of its own. Thread-safe. */
final class Listeners {
    private final MqLog log = MqLog.of(Listeners.class);
    private final Function<String, InboundEngine> inbound;
    private final WorkerThreads workers;
    private final ConnectorThreads threads;
    private final Management management;
    private final Monitoring monitoring;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: by name. */
    private final Map<String, Live> started = new LinkedHashMap<>();
    /** Guarded by {@link #lock}. */
    private boolean ended;

    /** A subscription and where its configuration is read. */
    private record Live(ListenerSource source, Subscription subscription) implements ConfigTargets.Listener {
        @Override
        public ListenerConfig config() {
            return subscription.config();
        }

        @Override
        public ListenerSource.Reading read(ConfigSnapshot snapshot) {
            return source.read(snapshot);
        }

        @Override
        public void inForce(ListenerSource.Reading reading) {
            source.inForce(reading);
        }

        @Override
        public PendingChange prepare(ListenerConfig next) {
            return subscription.prepare(next);
        }
    }

    /**
     * @param inbound what listeners of the connection of that name need
     * @param workers where they run, unless they want virtual threads
     * @param threads the connector's
     */
    Listeners(
            Function<String, InboundEngine> inbound,
            WorkerThreads workers,
            ConnectorThreads threads,
            Management management,
            Monitoring monitoring) {
        this.inbound = inbound;
        this.workers = workers;
        this.threads = threads;
        this.management = management;
        this.monitoring = monitoring;
    }

    /**
     * Starts one.
     *
     * @param config what is in force
     * @param endpoints asked by each running worker
     * @throws MqConfigException if it cannot be as it is configured, or there is one of that name
     */
    MqConsumer start(ConfigSnapshot config, SubscriptionRequest request, EndpointSource endpoints) {
        var source = new ListenerSource(request);
        var reading = source.read(config);
        source.inForce(reading);
        var listenerConfig = reading.config();
        config.warnings(request).forEach(log::configurationWarning);
        String name = listenerConfig.name();
        if (listenerConfig.transactional() && endpoints.isBatch()) {
            throw new MqConfigException(List.of("listener '" + name + "' is transactional and takes batches; take one"
                    + " record a call: a transaction holds up to batch-max-records of them all the same"));
        }
        var subscription = new Subscription(
                listenerConfig,
                new ListenerCalls(endpoints, request.errorListener(), request.carriers(), request.applicationLoader()),
                inbound.apply(listenerConfig.connection()).with(workers(listenerConfig)),
                () -> forget(name));
        subscription.requireDeadLetterTopics();
        lock.lock();
        try {
            if (ended) {
                throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
            }
            if (started.containsKey(name)) {
                throw new MqConfigException(List.of(
                        "listener '" + name + "' is already started on this connector; give one of them another name"));
            }
            started.put(name, new Live(source, subscription));
        } finally {
            lock.unlock();
        }
        management.listener(subscription);
        monitoring.listener(listenerConfig.connection(), subscription);
        subscription.start();
        return subscription;
    }

    private WorkerThreads workers(ListenerConfig listener) {
        if (!listener.virtualThreads()) {
            return workers;
        }
        if (workers.turn() != null) {
            throw new MqConfigException(List.of("listener '" + listener.name()
                    + "': virtual-threads = 'true': in a server the threads are the server's; leave it out"));
        }
        var virtual = threads.virtual();
        if (virtual == null) {
            throw new MqConfigException(List.of("listener '" + listener.name()
                    + "': virtual-threads = 'true': Java " + Runtime.version().feature()
                    + " has none; run on Java 21 or later, or leave it out"));
        }
        return new WorkerThreads(virtual, null);
    }

    /** Whether one of this name is started. */
    boolean has(String name) {
        lock.lock();
        try {
            return started.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** Those that are started now. */
    List<ConfigTargets.Listener> started() {
        lock.lock();
        try {
            return List.copyOf(started.values());
        } finally {
            lock.unlock();
        }
    }

    /**
     * No more of them start from now on.
     *
     * @return those to be closed; null if this was said before
     * @throws RuntimeException as {@link Subscription#refuseInListener}; nothing has changed
     */
    @Nullable
    List<Subscription> end() {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            var left = started.values().stream().map(Live::subscription).toList();
            left.forEach(Subscription::refuseInListener);
            ended = true;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #end} was said. */
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void forget(String name) {
        // before the name is free: what another one registers under it must not be taken away
        management.removeListener(name);
        monitoring.removeListener(name);
        lock.lock();
        try {
            started.remove(name);
        } finally {
            lock.unlock();
        }
    }
}
