// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.DurableProducer;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.JtaMode;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.inbound.DeadLetterProducer;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.InboundEngine;
import io.mqconnector.engine.inbound.ListenerCalls;
import io.mqconnector.engine.inbound.Outlets;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.outbound.BorrowablePool;
import io.mqconnector.engine.outbound.CircuitBreaker;
import io.mqconnector.engine.outbound.ExclusiveContext;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.engine.outbound.Payloads;
import io.mqconnector.engine.outbound.PooledSource;
import io.mqconnector.engine.outbound.RetryPolicy;
import io.mqconnector.engine.outbound.StripeSettings;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.outbound.outbox.Database;
import io.mqconnector.engine.outbound.outbox.Outbox;
import io.mqconnector.engine.pool.KafkaProducerSource;
import io.mqconnector.engine.pool.PoolSettings;
import io.mqconnector.engine.pool.ProducerNaming;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ProducerSource;
import io.mqconnector.spi.Carriers;
import io.mqconnector.spi.CarryingOutbox;
import io.mqconnector.spi.CarryingPool;
import io.mqconnector.spi.CarryingProducer;
import io.mqconnector.spi.MqContextCarrier;
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
import java.util.function.Consumer;
import javax.management.MBeanServer;
import javax.sql.DataSource;
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
    private final BorrowablePool borrowablePool;
    private final Transactions transactions;
    private final StripedProducer producer;
    private final TransactionModes transactionModes;
    /** Puts the source into each message, if one is configured. */
    private final List<MqContextCarrier> source;
    /** What applications get: the producer of {@link #transactionModes}, with the source in each message if one is configured. */
    private final MqProducer sourcedProducer;
    /** What applications get. */
    private final MqProducerPool sourcedPool;

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
            @Nullable BiFunction<ConfigSnapshot, Executor, WorkerThreads> workers,
            @Nullable JtaTransactions jta) {
        this.config = config;
        config.warnings().forEach(log::configurationWarning);
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
            var limits = SendLimits.of(config);
            var transactionTimeout = config.get(ConfigKeys.TRANSACTION_TIMEOUT);
            BiFunction<Map<String, Object>, SendLimits, ProducerSource> sources = (properties, ofThem) ->
                    new KafkaProducerSource(clients, properties, ofThem, transactionTimeout, threads.tasks);
            pool = new ProducerPool(
                    sources.apply(config.producerProperties(), limits),
                    new ProducerNaming(clientIdPrefix, transactionalId(instance, management.number())),
                    poolSettings(config),
                    threads.tasks,
                    threads.timer,
                    System::nanoTime);
            made.push(pool);
            int stripes = config.get(ConfigKeys.POOL_STRIPES);
            Consumer<MqErrorCode> errors = code -> metrics.count("producer.errors." + code);
            var payloads = new Payloads(PayloadConverters.of(applicationLoader), errors);
            var exclusive = new ExclusiveContext(pool, payloads, errors, threads.tasks, System::nanoTime);
            borrowablePool = new BorrowablePool(exclusive, cluster);
            transactions = new Transactions(exclusive, transactionTimeout, instance, threads.timer);
            producer = new StripedProducer(
                    new PooledSource(
                            pool, config.producerProperties(), limits, sources, clients, clientIdPrefix + "-probe"),
                    stripeSettings(config),
                    limits,
                    payloads,
                    cluster,
                    errors,
                    transactions::begin,
                    threads.tasks,
                    threads.timer,
                    System::nanoTime);
            made.push(producer);
            made.push(transactions);
            String relayId = clientIdPrefix + "-outbox";
            var relayed = DurableProducer.properties(config.producerProperties());
            transactionModes = new TransactionModes(
                    config,
                    jta,
                    producer,
                    new Outbox.Surroundings(
                            payloads,
                            () -> clients.producer(relayed, relayId),
                            relayId,
                            limits,
                            count -> metrics.count("outbox.relayed", count),
                            count -> metrics.count("outbox.stopped", count),
                            threads.tasks),
                    errors);
            made.push(transactionModes);
            source = SourceCarrier.of(config.get(ConfigKeys.CLIENT_SOURCE));
            sourcedProducer = CarryingProducer.of(transactionModes.producer(), source, log::carrierFailed);
            sourcedPool = CarryingPool.of(borrowablePool, source, log::carrierFailed);
            deadLetters = new DeadLetterProducer(
                    clients, config.producerProperties(), clientIdPrefix + "-dead-letters", threads.tasks);
            made.push(deadLetters);
            inbound = new InboundEngine(
                    clientIdPrefix,
                    clients,
                    cluster,
                    deadLetters,
                    new Outlets(
                            transactionModes.producer(),
                            transactions::beginLocal,
                            new Carriers(source, log::carrierFailed)),
                    threads.tasks,
                    this.workers,
                    threads.timer);
            producer.open();
            cluster.start();
            management.cluster(cluster);
            management.producer(DEFAULT_CONNECTION, producer, pool, transactions);
            Management.measure(metrics, producer);
            metrics.start();
            // windows move on when they are read: this keeps them a minute long when nobody looks
            var unused = threads.timer.scheduleAtFixedRate(
                    this::readWindows, WINDOW_SECONDS, WINDOW_SECONDS, TimeUnit.SECONDS);
            long checkNanos = config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL).toNanos();
            var unusedToo = threads.timer.scheduleWithFixedDelay(
                    () -> threads.tasks.execute(this::tidyPool), 0, checkNanos, TimeUnit.NANOSECONDS);
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
        return new Connector(ConfigSnapshot.read(explicit, applicationLoader), applicationLoader, null, null);
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
        return new Connector(ConfigSnapshot.read(explicit, origin, loader), loader, workers, jta);
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
        return sourcedProducer;
    }

    /** Whether connections take part in a server's transactions. */
    public boolean isEnlisting() {
        return config.get(ConfigKeys.PRODUCER_JTA) == JtaMode.ENLIST;
    }

    @Override
    public MqOutbox outbox(DataSource dataSource) {
        requireNonNull(dataSource, "dataSource");
        lock.lock();
        try {
            if (closed) {
                throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
            }
            return CarryingOutbox.of(transactionModes.open(Database.of(dataSource)), source, log::carrierFailed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MqProducerPool pool() {
        return sourcedPool;
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
        if (listenerConfig.transactional() && endpoints.isBatch()) {
            throw new MqConfigException(List.of("listener '" + name + "' is transactional and takes batches; take one"
                    + " record a call: a transaction holds up to batch-max-records of them all the same"));
        }
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
        closeAnyway("the modes of transactions", transactionModes);
        closeAnyway("the dead-letter producer", deadLetters);
        closeAnyway("transactions", transactions);
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

    private void tidyPool() {
        pool.evict();
        pool.prepare();
    }

    /** The same over restarts; connectors of one instance id in one JVM are told apart as in JMX. */
    private static String transactionalId(String instance, int number) {
        return "mq-" + instance + (number == 1 ? "" : "#" + number) + "-tx";
    }

    private static PoolSettings poolSettings(ConfigSnapshot config) {
        return new PoolSettings(
                config.get(ConfigKeys.POOL_MAX_CONNECTIONS),
                config.get(ConfigKeys.POOL_MIN_IDLE),
                config.get(ConfigKeys.POOL_MAX_IDLE),
                config.get(ConfigKeys.POOL_MAX_IDLE_TIME),
                config.get(ConfigKeys.POOL_MAX_LIFETIME),
                config.get(ConfigKeys.POOL_BORROW_TIMEOUT),
                config.get(ConfigKeys.POOL_DRAIN_TIMEOUT),
                config.get(ConfigKeys.POOL_LEAK_DETECTION_THRESHOLD));
    }

    private static StripeSettings stripeSettings(ConfigSnapshot config) {
        var retry = config.get(ConfigKeys.RETRY_ENABLED)
                ? new RetryPolicy(
                        config.get(ConfigKeys.RETRY_ATTEMPTS),
                        config.get(ConfigKeys.RETRY_BACKOFF),
                        config.get(ConfigKeys.RETRY_MAX_BACKOFF),
                        config.get(ConfigKeys.RETRY_MULTIPLIER),
                        config.get(ConfigKeys.RETRY_JITTER),
                        config.get(ConfigKeys.RETRY_UNKNOWN))
                : null;
        var breaker = config.get(ConfigKeys.BREAKER_ENABLED)
                ? new CircuitBreaker.Settings(
                        config.get(ConfigKeys.BREAKER_FAILURE_THRESHOLD),
                        config.get(ConfigKeys.BREAKER_OPEN_DURATION),
                        config.get(ConfigKeys.BREAKER_TRIAL_COUNT))
                : null;
        return new StripeSettings(
                config.get(ConfigKeys.POOL_STRIPES),
                config.get(ConfigKeys.POOL_DRAIN_TIMEOUT),
                config.get(ConfigKeys.POOL_MAX_LIFETIME),
                config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL),
                retry,
                breaker);
    }

    private void readWindows() {
        producer.stats();
        pool.stats();
    }

    /** The name is free when nothing of the old one is left, or what goes would be the next one's. */
    private void forget(String name) {
        management.removeListener(name);
        metrics.remove(Management.metricPrefix(name));
        lock.lock();
        try {
            subscriptions.remove(name);
        } finally {
            lock.unlock();
        }
    }
}
