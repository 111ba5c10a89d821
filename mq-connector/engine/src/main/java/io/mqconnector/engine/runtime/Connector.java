// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqProducer;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.inbound.DeadLetterProducer;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.InboundEngine;
import io.mqconnector.engine.inbound.ListenerCalls;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.PayloadConverters;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * A running connector: everything of the engine, put together. Thread-safe.
 */
public final class Connector implements MqRuntime {
    private static final String DEFAULT_CONNECTION = "default";
    private static final long WINDOW_SECONDS = 10;

    private final MqLog log = MqLog.of(Connector.class);
    private final ConfigSnapshot config;
    private final String clientIdPrefix;
    private final ConnectorThreads threads;
    private final ClientFactory clients;
    private final ClusterWatch cluster;
    private final ConnectorMetrics metrics;
    private final Management management;
    private final WorkerThreads workers;
    private final ProducerPool pool;
    private final StripedProducer producer;
    private final DeadLetterProducer deadLetters;
    private final InboundEngine inbound;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: live subscriptions by name. */
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** Guarded by {@link #lock}. */
    private boolean closed;

    private Connector(
            ConfigSnapshot config,
            ClassLoader applicationLoader,
            @Nullable BiFunction<ConfigSnapshot, Executor, WorkerThreads> workers) {
        this.config = config;
        config.warnings().forEach(log::configurationWarning);
        var converters = PayloadConverters.of(applicationLoader);
        String instance = config.instanceId();
        String brokers = String.join(",", config.get(ConfigKeys.CLIENT_BROKERS));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var made = new ArrayDeque<AutoCloseable>();
        try {
            management = new Management(server, config);
            made.push(management);
            String clientId = config.get(ConfigKeys.CLIENT_CLIENT_ID);
            clientIdPrefix = management.number() == 1 ? clientId : clientId + "-" + management.number();
            threads = new ConnectorThreads(instance);
            made.push(threads);
            this.workers =
                    workers == null ? new WorkerThreads(threads.tasks, null) : workers.apply(config, threads.tasks);
            clients = new ClientFactory(threads.clients);
            cluster = new ClusterWatch(
                    clients,
                    config.adminProperties(),
                    clientIdPrefix + "-admin",
                    brokers,
                    config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL),
                    threads.timer);
            made.push(cluster);
            metrics = new ConnectorMetrics(server, management.names()::metric);
            made.push(metrics);
            pool = new ProducerPool(
                    clients,
                    config.producerProperties(),
                    clientIdPrefix,
                    config.get(ConfigKeys.POOL_MAX_CONNECTIONS),
                    config.get(ConfigKeys.POOL_BORROW_TIMEOUT),
                    config.get(ConfigKeys.POOL_DRAIN_TIMEOUT));
            made.push(pool);
            int stripes = config.get(ConfigKeys.POOL_STRIPES);
            var limits = new SendLimits(
                    brokers,
                    config.get(ConfigKeys.PRODUCER_MAX_BLOCK),
                    config.get(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT),
                    config.get(ConfigKeys.PRODUCER_MAX_MESSAGE_BYTES),
                    config.get(ConfigKeys.PRODUCER_BUFFER));
            producer = new StripedProducer(
                    pool, stripes, limits, converters, cluster, metrics, threads.tasks, threads.timer);
            made.push(producer);
            deadLetters = new DeadLetterProducer(
                    clients, config.producerProperties(), clientIdPrefix + "-dead-letters", threads.tasks);
            made.push(deadLetters);
            inbound = new InboundEngine(
                    clientIdPrefix, clients, cluster, deadLetters, threads.tasks, this.workers, threads.timer);
            producer.open();
            cluster.start();
            management.cluster(cluster);
            management.producer(DEFAULT_CONNECTION, producer, pool);
            Management.measure(metrics, producer);
            metrics.start();
            // windows move on when they are read: this keeps them a minute long when nobody looks
            var unused = threads.timer.scheduleAtFixedRate(
                    this::readWindows, WINDOW_SECONDS, WINDOW_SECONDS, TimeUnit.SECONDS);
            log.connectorStarted(instance, brokers, stripes);
        } catch (RuntimeException | Error e) {
            closeAll(made, e);
            throw e;
        }
    }

    /** What a start that failed half-way has made: nobody else knows of it. */
    private static void closeAll(Deque<AutoCloseable> made, Throwable failure) {
        for (AutoCloseable each : made) {
            try {
                each.close();
            } catch (Exception | LinkageError e) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * Starts a connector with threads of its own only. Returns without waiting for a broker.
     *
     * @param explicit settings in code
     * @param applicationLoader where configuration and converters are found
     * @throws MqConfigException if anything is wrong; nothing was started
     */
    public static Connector start(MqConfig explicit, ClassLoader applicationLoader) {
        return new Connector(ConfigSnapshot.read(explicit, applicationLoader), applicationLoader, null);
    }

    /**
     * Starts a connector whose listeners run on a server's threads.
     *
     * @param explicit what the administrator really set
     * @param origin what problems and MBeans name as its source
     * @param loader where configuration and converters are found
     * @param workers the server's threads, as configured; told a place where calls of the server may wait
     * @throws MqConfigException if anything is wrong; nothing was started
     */
    public static Connector start(
            MqConfig explicit,
            String origin,
            ClassLoader loader,
            BiFunction<ConfigSnapshot, Executor, WorkerThreads> workers) {
        return new Connector(ConfigSnapshot.read(explicit, origin, loader), loader, workers);
    }

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String instanceId() {
        return config.instanceId();
    }

    @Override
    public MqProducer producer() {
        return producer;
    }

    @Override
    public List<String> problems(SubscriptionRequest request) {
        return config.problems(request);
    }

    @Override
    public MqConsumer subscribe(SubscriptionRequest request) {
        var listener = request.listener();
        var batchListener = request.batchListener();
        if (listener != null) {
            return subscribe(request, EndpointSource.of(listener));
        }
        if (batchListener != null) {
            return subscribe(request, EndpointSource.ofBatches(batchListener));
        }
        throw new MqConfigException(List.of("listener '" + request.name() + "' has nothing to call; set a listener"));
    }

    /**
     * As {@link #subscribe(SubscriptionRequest)}, but delivers to endpoints instead of the request's listener.
     *
     * @param endpoints asked by each running worker
     */
    public MqConsumer subscribe(SubscriptionRequest request, EndpointSource endpoints) {
        var listenerConfig = config.listener(request);
        config.warnings(request).forEach(log::configurationWarning);
        String name = listenerConfig.name();
        var subscription = new Subscription(
                listenerConfig,
                new ListenerCalls(endpoints, request.errorListener(), request.carriers(), request.applicationLoader()),
                inbound.with(workers(listenerConfig)),
                () -> forget(name));
        subscription.requireDeadLetterTopics();
        lock.lock();
        try {
            if (closed) {
                throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
            }
            if (subscriptions.containsKey(name)) {
                throw new MqConfigException(List.of(
                        "listener '" + name + "' is already started on this connector; give one of them another name"));
            }
            subscriptions.put(name, subscription);
        } finally {
            lock.unlock();
        }
        management.listener(subscription);
        Management.measure(metrics, subscription);
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

    @Override
    public void carrierFailed(Throwable failure) {
        log.carrierFailed(failure);
    }

    /** Whether a listener of this name is started. */
    public boolean hasListener(String name) {
        lock.lock();
        try {
            return subscriptions.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #close()} has begun. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        long start = System.nanoTime();
        List<Subscription> live;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            subscriptions.values().forEach(Subscription::refuseInListener);
            closed = true;
            live = new ArrayList<>(subscriptions.values());
        } finally {
            lock.unlock();
        }
        // all at once: each has its own time-out, and they need not add up
        var closing = live.stream()
                .map(subscription -> CompletableFuture.runAsync(subscription::close, threads.tasks))
                .toList();
        for (var one : closing) {
            closeAnyway("a listener", one::join);
        }
        closeAnyway("the dead-letter producer", deadLetters);
        closeAnyway("the stripes", producer);
        closeAnyway("the pool", pool);
        closeAnyway("the admin client", cluster);
        closeAnyway("metrics", metrics);
        closeAnyway("MBeans", management);
        closeAnyway("threads", threads);
        log.connectorClosed(config.instanceId(), (System.nanoTime() - start) / 1_000_000);
    }

    /** What fails must not leave the rest open. */
    private void closeAnyway(String what, AutoCloseable one) {
        try {
            one.close();
        } catch (Exception | LinkageError e) {
            log.unexpected("closing " + what, e);
        }
    }

    private void readWindows() {
        producer.stats();
        pool.stats();
    }

    private void forget(String name) {
        lock.lock();
        try {
            subscriptions.remove(name);
        } finally {
            lock.unlock();
        }
        management.removeListener(name);
        metrics.remove(Management.metricPrefix(name));
    }
}
