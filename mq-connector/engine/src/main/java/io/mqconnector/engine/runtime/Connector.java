// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.config.ConfigInput;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.MonitoringKeys;
import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.ChangeReport;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.monitoring.Monitoring;
import io.mqconnector.engine.monitoring.MonitoringSettings;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.PayloadConverters;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import javax.management.MBeanServer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A running connector: threads, management, one {@link Connection} for each cluster, listeners, and the configuration that all
 * go by. Thread-safe.
 */
public final class Connector implements MqRuntime {
    /** Who wants what code overrides. */
    private static final String APPLICATION = "the application";

    private final MqLog log = MqLog.of(Connector.class);
    private final String instanceId;
    private final ConnectorThreads threads;
    private final ConnectorMetrics metrics;
    private final Monitoring monitoring;
    private final Management management;
    /** By name, the default one first; never changed after construction. */
    private final Map<String, Connection> connections = new LinkedHashMap<>();

    private final Connection defaultConnection;
    private final Reconfiguration reconfiguration;
    private final ConfigWatch watch;

    private final Listeners listeners;

    private Connector(
            ConfigInput input,
            ClassLoader applicationLoader,
            @Nullable BiFunction<ConfigSnapshot, Executor, WorkerThreads> workers,
            @Nullable JtaTransactions jta) {
        var config = input.read(Overrides.NONE);
        config.warnings().forEach(log::configurationWarning);
        instanceId = config.instanceId();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var made = new ArrayDeque<AutoCloseable>();
        try {
            threads = new ConnectorThreads(instanceId);
            made.push(threads);
            management = new Management(server, config, threads.tasks, Clock.systemUTC());
            made.push(management);
            var workerThreads =
                    workers == null ? new WorkerThreads(threads.tasks, null) : workers.apply(config, threads.tasks);
            metrics = new ConnectorMetrics(
                    server,
                    management.names()::metric,
                    management.number() == 1 ? instanceId : instanceId + "#" + management.number(),
                    config.get(MonitoringKeys.METRICS_REGISTRY));
            made.push(metrics);
            monitoring = new Monitoring(
                    instanceId,
                    metrics,
                    threads.tasks,
                    threads.timer,
                    Clock.systemUTC(),
                    System::nanoTime,
                    MonitoringSettings.of(config),
                    management.notifications());
            made.push(monitoring);
            var context = new ConnectionContext(
                    instanceId,
                    threads,
                    new ClientFactory(threads.clients),
                    workerThreads,
                    PayloadConverters.of(applicationLoader),
                    jta,
                    metrics,
                    management,
                    monitoring);
            for (var name : config.connections()) {
                var connection = new Connection(config.connection(name), context);
                made.push(connection);
                connections.put(name, connection);
            }
            defaultConnection = requireNonNull(connections.get(ConnectionConfig.DEFAULT));
            listeners =
                    new Listeners(name -> connection(name).inbound(), workerThreads, threads, management, monitoring);
            reconfiguration = new Reconfiguration(
                    config,
                    input::read,
                    input::state,
                    new Targets(),
                    threads.tasks,
                    Clock.systemUTC(),
                    System::nanoTime,
                    this::announce);
            made.push(reconfiguration);
            watch = new ConfigWatch(reconfiguration, threads.timer);
            made.push(watch);
            connections.values().forEach(Connection::open);
            management.config(reconfiguration);
            management.monitoring(monitoring, reconfiguration);
            monitoring.notifications().addServices(applicationLoader);
            metrics.start();
            monitoring.start();
            watch.start();
            log.connectorStarted(
                    instanceId,
                    Settings.brokers(defaultConnection.config()),
                    defaultConnection.config().get(ConfigKeys.POOL_STRIPES));
        } catch (RuntimeException | Error e) {
            closeAll(made, e);
            throw e;
        }
    }

    /** What goes by the configuration. */
    private final class Targets implements ConfigTargets {
        @Override
        public PendingChange prepare(ConnectionConfig next) {
            return connection(next.name()).prepare(next);
        }

        @Override
        public void inForce(ConfigSnapshot now) {
            monitoring.settings(MonitoringSettings.of(now));
            watch.reschedule();
        }

        @Override
        public List<Listener> listeners() {
            return listeners.started();
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
        return new Connector(ConfigInput.of(explicit, applicationLoader), applicationLoader, null, null);
    }

    /**
     * Starts a connector whose listeners run on a server's threads.
     *
     * @param explicit what the administrator really set
     * @param origin what problems and MBeans name as its source
     * @param loader where configuration and converters are found
     * @param workers the server's threads, as configured; told a place where calls of the server may wait
     * @param jta the server's transactions
     * @throws MqConfigException if anything is wrong; nothing was started
     */
    public static Connector start(
            MqConfig explicit,
            String origin,
            ClassLoader loader,
            BiFunction<ConfigSnapshot, Executor, WorkerThreads> workers,
            @Nullable JtaTransactions jta) {
        return new Connector(ConfigInput.of(explicit, origin, loader), loader, workers, jta);
    }

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public MqProducer producer() {
        return defaultConnection.producer();
    }

    @Override
    public MqProducer producer(String connection) {
        return connection(connection).producer();
    }

    @Override
    public MqProducerPool pool() {
        return defaultConnection.pool();
    }

    @Override
    public MqProducerPool pool(String connection) {
        return connection(connection).pool();
    }

    /** One of them by its name; empty is the default one. */
    private Connection connection(String name) {
        var connection = name.isEmpty() ? defaultConnection : connections.get(name);
        if (connection == null) {
            throw new MqConfigException(List.of("there is no connection '" + name + "'; there are "
                    + String.join(", ", connections.keySet()) + ", others are configured by mq.connections.\"" + name
                    + "\".client.brokers when the connector is started"));
        }
        return connection;
    }

    /**
     * Whether connections take part in a server's transactions.
     *
     * @param connection the name of the connection; empty is the default one
     * @throws MqConfigException if there is none of that name
     */
    public boolean isEnlisting(String connection) {
        return connection(connection).isEnlisting();
    }

    @Override
    public MqOutbox outbox(DataSource dataSource) {
        requireNonNull(dataSource, "dataSource");
        return defaultConnection.outbox(dataSource);
    }

    /** Tells of a change, whoever wanted it. */
    private void announce(ChangeReport report) {
        management.notifications().configuration(report);
        if (!report.applied().isEmpty()) {
            var changed = new LinkedHashMap<String, String>();
            report.applied().forEach(change -> changed.put(change.key(), change.after()));
            monitoring.configurationChanged(report.by(), changed);
        }
    }

    @Override
    public MqHealth health() {
        return monitoring.health();
    }

    @Override
    public Registration addNotifier(MqNotifier notifier) {
        requireNonNull(notifier, "notifier");
        var loader = Thread.currentThread().getContextClassLoader();
        return monitoring
                .notifications()
                .add(notifier, loader == null ? notifier.getClass().getClassLoader() : loader);
    }

    @Override
    public CompletionStage<Void> override(Map<String, String> overrides) {
        return byApplication(reconfiguration.change(Map.copyOf(overrides), APPLICATION));
    }

    @Override
    public CompletionStage<Void> resetOverrides(Collection<String> keys) {
        return byApplication(reconfiguration.changeBack(Set.copyOf(keys), APPLICATION));
    }

    /** On another thread than the one that changes the configuration, which whoever is told might hold up. */
    private CompletionStage<Void> byApplication(CompletableFuture<ChangeReport> change) {
        return change.thenAcceptAsync(
                        report -> {
                            if (report.isRefused()) {
                                throw new MqConfigException(report.refused());
                            }
                        },
                        this::tell)
                .minimalCompletionStage();
    }

    private void tell(Runnable told) {
        try {
            threads.tasks.execute(told);
        } catch (RejectedExecutionException e) {
            told.run(); // the connector is closed, and there is nothing left to hold up
        }
    }

    @Override
    public Map<String, String> overrides() {
        return reconfiguration.overrides();
    }

    @Override
    public List<String> problems(SubscriptionRequest request) {
        return reconfiguration.running().problems(request);
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
        var consumer = listeners.start(reconfiguration.running(), request, endpoints);
        // what was put in force since its configuration was read knew nothing of it
        var unused = reconfiguration.refresh();
        return consumer;
    }

    @Override
    public void carrierFailed(Throwable failure) {
        log.carrierFailed(failure);
    }

    /** Whether a listener of this name is started. */
    public boolean hasListener(String name) {
        return listeners.has(name);
    }

    /** Whether {@link #close()} has begun. */
    public boolean isClosed() {
        return listeners.isEnded();
    }

    @Override
    public void close() {
        long start = System.nanoTime();
        var live = listeners.end();
        if (live == null) {
            return;
        }
        closeAnyway("the watch over the configuration", watch);
        closeAnyway("changes of the configuration", reconfiguration);
        // all at once: each has its own time-out, and they need not add up
        closeTogether("a listener", live);
        closeAnyway("monitoring", monitoring);
        closeTogether("a connection", connections.values());
        closeAnyway("metrics", metrics);
        closeAnyway("MBeans", management);
        closeAnyway("threads", threads);
        closeAnyway("what the JDK remembers of records", RecordMethods::forgetOurs);
        log.connectorClosed(instanceId, (System.nanoTime() - start) / 1_000_000);
    }

    private void closeTogether(String what, Collection<? extends AutoCloseable> several) {
        var closing = several.stream()
                .map(each -> CompletableFuture.runAsync(() -> closeAnyway(what, each), threads.tasks))
                .toList();
        for (var one : closing) {
            closeAnyway(what, one::join);
        }
    }

    /** What fails must not leave the rest open. */
    private void closeAnyway(String what, AutoCloseable one) {
        try {
            one.close();
        } catch (Exception | LinkageError e) {
            log.unexpected("closing " + what, e);
        }
    }
}
