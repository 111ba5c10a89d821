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
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.management.MqObjectNames;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.PayloadConverters;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.MBeanServer;

/**
 * A running connector: everything of the engine, put together. Thread-safe.
 */
final class Connector implements MqRuntime {
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
    private final ProducerPool pool;
    private final StripedProducer producer;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: live subscriptions by name. */
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** Guarded by {@link #lock}. */
    private boolean closed;

    /**
     * @throws MqConfigException if anything is wrong; nothing was started
     */
    Connector(MqConfig explicit, ClassLoader applicationLoader) {
        config = ConfigSnapshot.read(explicit, applicationLoader);
        config.warnings().forEach(log::configurationWarning);
        var converters = PayloadConverters.of(applicationLoader);
        String instance = config.instanceId();
        String brokers = String.join(",", config.get(ConfigKeys.CLIENT_BROKERS));
        clientIdPrefix = config.get(ConfigKeys.CLIENT_CLIENT_ID);
        threads = new ConnectorThreads(instance);
        clients = new ClientFactory(threads.clients);
        cluster = new ClusterWatch(
                clients,
                config.adminProperties(),
                clientIdPrefix + "-admin",
                brokers,
                config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL),
                threads.timer);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var names = new MqObjectNames(freeName(server, instance));
        metrics = new ConnectorMetrics(server, names::metric);
        management = new Management(server, names);
        pool = new ProducerPool(
                clients,
                config.producerProperties(),
                clientIdPrefix,
                config.get(ConfigKeys.POOL_MAX_CONNECTIONS),
                config.get(ConfigKeys.POOL_BORROW_TIMEOUT),
                config.get(ConfigKeys.POOL_DRAIN_TIMEOUT));
        int stripes = config.get(ConfigKeys.POOL_STRIPES);
        var limits = new SendLimits(
                brokers,
                config.get(ConfigKeys.PRODUCER_MAX_BLOCK),
                config.get(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT),
                config.get(ConfigKeys.PRODUCER_MAX_MESSAGE_BYTES),
                config.get(ConfigKeys.PRODUCER_BUFFER));
        producer = new StripedProducer(
                pool, stripes, limits, converters, cluster, metrics, threads.workers, threads.timer);
        producer.open();
        cluster.start();
        management.connector(config, cluster);
        management.producer(DEFAULT_CONNECTION, producer, pool);
        Management.measure(metrics, producer);
        metrics.start();
        // windows move on when they are read: this keeps them a minute long when nobody looks
        var unused =
                threads.timer.scheduleAtFixedRate(this::readWindows, WINDOW_SECONDS, WINDOW_SECONDS, TimeUnit.SECONDS);
        log.connectorStarted(instance, brokers, stripes);
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
        var listenerConfig = config.listener(request);
        config.warnings(request).forEach(log::configurationWarning);
        String name = listenerConfig.name();
        Subscription subscription;
        lock.lock();
        try {
            if (closed) {
                throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
            }
            if (subscriptions.containsKey(name)) {
                throw new MqConfigException(List.of(
                        "listener '" + name + "' is already started on this connector; give one of them another name"));
            }
            subscription = new Subscription(
                    listenerConfig,
                    request.listener(),
                    request.applicationLoader(),
                    clientIdPrefix,
                    clients,
                    cluster,
                    threads.workers,
                    threads.timer,
                    () -> forget(name));
            subscriptions.put(name, subscription);
        } finally {
            lock.unlock();
        }
        management.listener(subscription);
        Management.measure(metrics, subscription);
        subscription.start();
        return subscription;
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
                .map(subscription -> CompletableFuture.runAsync(subscription::close, threads.workers))
                .toList();
        closing.forEach(CompletableFuture::join);
        producer.close();
        pool.close();
        cluster.close();
        metrics.close();
        management.close();
        threads.close();
        log.connectorClosed(config.instanceId(), (System.nanoTime() - start) / 1_000_000);
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

    /** Two connectors of one instance id in one JVM are told apart by a number. */
    private static String freeName(MBeanServer server, String instance) {
        String name = instance;
        for (int number = 2; server.isRegistered(new MqObjectNames(name).connector()); number++) {
            name = instance + "#" + number;
        }
        return name;
    }
}
