// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.CredentialProof;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.JtaMode;
import io.mqconnector.engine.config.MonitoringKeys;
import io.mqconnector.engine.inbound.DeadLetterProducer;
import io.mqconnector.engine.inbound.InboundEngine;
import io.mqconnector.engine.inbound.Outlets;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.ErrorCounts;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.monitoring.MonitoredConnection;
import io.mqconnector.engine.outbound.BorrowablePool;
import io.mqconnector.engine.outbound.ExclusiveContext;
import io.mqconnector.engine.outbound.Payloads;
import io.mqconnector.engine.outbound.PooledSource;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.outbound.outbox.Database;
import io.mqconnector.engine.outbound.outbox.Outbox;
import io.mqconnector.engine.pool.KafkaProducerSource;
import io.mqconnector.engine.pool.ProducerNaming;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ProducerSource;
import io.mqconnector.spi.Carriers;
import io.mqconnector.spi.CarryingOutbox;
import io.mqconnector.spi.CarryingPool;
import io.mqconnector.spi.CarryingProducer;
import io.mqconnector.spi.MqContextCarrier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All that a connector has of one cluster: pool, stripes, transactions, outboxes, dead letters, and what listeners need.
 * Thread-safe. Opened by {@link #open()}, closed by {@link #close()}.
 */
final class Connection implements AutoCloseable {
    private final MqLog log = MqLog.of(Connection.class);
    private final ConnectionContext context;
    /** What was made, the last first: closed in this order. */
    private final Deque<Part> parts = new ArrayDeque<>();

    private final ClusterWatch cluster;
    private final ProducerPool pool;
    private final Transactions transactions;
    private final StripedProducer stripes;
    private final ErrorCounts errors;
    private final TransactionModes modes;
    /** Puts the source into each message, if one is configured. */
    private final List<MqContextCarrier> source;
    /** What applications get: the producer of {@link #modes}, with the source in each message if one is configured. */
    private final MqProducer producer;
    /** What applications get. */
    private final MqProducerPool borrowable;

    private final DeadLetterProducer deadLetters;
    private final InboundEngine inbound;

    /** Replaced whole, by one change at a time. */
    private volatile ConnectionConfig config;
    /** Those of {@link #config}. */
    private volatile SendLimits limits;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private @Nullable ScheduledFuture<?> tidying;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    private record Part(String name, AutoCloseable closeable) {}

    /**
     * Makes everything and starts nothing that needs a broker.
     *
     * @throws io.mqconnector.api.MqConfigException if the configuration is impossible here; nothing is left
     */
    Connection(ConnectionConfig config, ConnectionContext context) {
        this.config = config;
        this.context = context;
        this.limits = SendLimits.of(config);
        var threads = context.threads();
        var clients = context.clients();
        String prefix = context.numbered(config.clientIdPrefix(), "-");
        try {
            cluster = new ClusterWatch(clients, prefix + "-admin", Settings.cluster(config), threads.timer);
            made("the admin client", cluster);
            pool = new ProducerPool(
                    source(config.producerProperties(), limits),
                    new ProducerNaming(prefix, transactionalId(config)),
                    Settings.pool(config),
                    threads.tasks,
                    threads.timer,
                    System::nanoTime);
            made("the pool", pool);
            int maxTopics = config.get(MonitoringKeys.METRICS_MAX_TOPICS);
            errors = new ErrorCounts();
            var traffic = new TopicTraffic(maxTopics);
            var payloads = new Payloads(context.converters(), errors);
            var exclusive = new ExclusiveContext(pool, payloads, errors, traffic, threads.tasks, System::nanoTime);
            transactions = new Transactions(exclusive, context.instanceId(), threads.timer);
            stripes = new StripedProducer(
                    new PooledSource(
                            pool,
                            config.producerProperties(),
                            limits,
                            this::source,
                            new CredentialProof(clients, prefix + "-probe")),
                    Settings.stripes(config),
                    limits,
                    payloads,
                    cluster,
                    errors,
                    traffic,
                    transactions::begin,
                    threads.tasks,
                    threads.timer,
                    System::nanoTime);
            made("the stripes", stripes);
            made("transactions", transactions);
            deadLetters =
                    new DeadLetterProducer(clients, this::producerProperties, prefix + "-dead-letters", threads.tasks);
            made("the dead-letter producer", deadLetters);
            modes = new TransactionModes(
                    config, context.instanceId(), context.jta(), stripes, outboxes(prefix, payloads), errors);
            made("the modes of transactions", modes);
            source = SourceCarrier.of(config.get(ConfigKeys.CLIENT_SOURCE));
            producer = CarryingProducer.of(modes.producer(), source, log::carrierFailed);
            borrowable = CarryingPool.of(new BorrowablePool(exclusive, cluster), source, log::carrierFailed);
            inbound = new InboundEngine(
                    prefix,
                    clients,
                    cluster,
                    deadLetters,
                    new Outlets(modes.producer(), transactions::beginLocal, new Carriers(source, log::carrierFailed)),
                    threads.tasks,
                    context.workers(),
                    threads.timer,
                    context.management().notifications().and(context.monitoring()),
                    maxTopics);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void made(String name, AutoCloseable closeable) {
        parts.push(new Part(name, closeable));
    }

    private ProducerSource source(Map<String, Object> properties, SendLimits ofThem) {
        return new KafkaProducerSource(context.clients(), properties, ofThem, context.threads().tasks);
    }

    private Map<String, Object> producerProperties() {
        return config.producerProperties();
    }

    private Outbox.Surroundings outboxes(String prefix, Payloads payloads) {
        String relayId = prefix + "-outbox";
        var relayed = new LongAdder();
        var stopped = new LongAdder();
        var labels = MetricLabels.ofConnection(config.name());
        context.metrics().gauge(Metric.OUTBOX_RELAYED, labels, relayed::sum);
        context.metrics().gauge(Metric.OUTBOX_STOPPED, labels, stopped::sum);
        return new Outbox.Surroundings(
                payloads,
                this::producerProperties,
                properties -> context.clients().producer(properties, relayId),
                relayId,
                () -> limits,
                relayed::add,
                stopped::add,
                context.threads().tasks);
    }

    /** The same over restarts; connectors of one instance id in one JVM are told apart as in JMX. */
    private String transactionalId(ConnectionConfig of) {
        return "mq-" + context.numbered(context.instanceId(), "#") + (of.isDefault() ? "" : "-" + of.name()) + "-tx";
    }

    /** Builds producers, begins to look for the cluster, shows itself; returns at once. */
    void open() {
        stripes.open();
        cluster.start();
        String name = config.name();
        context.management().connection(name, cluster);
        context.management().producer(name, stripes, pool, transactions);
        context.management().deadLetters(name, deadLetters);
        context.monitoring().connection(new MonitoredConnection(name, stripes, pool, transactions, cluster, errors));
        log.connectionOpened(name, Settings.brokers(config), stripes.stripeCount());
        tidyRegularly();
    }

    /** Keeps the pool tidy and dead letters going, as often as is configured now. */
    private void tidyRegularly() {
        long nanos = config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL).toNanos();
        lock.lock();
        try {
            if (tidying != null) {
                tidying.cancel(false);
            }
            tidying = closed
                    ? null
                    : context.threads()
                            .timer
                            .scheduleWithFixedDelay(
                                    () -> context.threads().tasks.execute(this::tidy), 0, nanos, TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void tidy() {
        deadLetters.replaceIfDead();
        pool.evict();
        pool.prepare();
    }

    /** What is in force. */
    ConnectionConfig config() {
        return config;
    }

    /** What applications get; always the same object. */
    MqProducer producer() {
        return producer;
    }

    /** What applications get; always the same object. */
    MqProducerPool pool() {
        return borrowable;
    }

    /** What listeners of this connection use. */
    InboundEngine inbound() {
        return inbound;
    }

    /** Whether connections take part in a server's transactions. */
    boolean isEnlisting() {
        return config.get(ConfigKeys.PRODUCER_JTA) == JtaMode.ENLIST;
    }

    MqOutbox outbox(DataSource dataSource) {
        lock.lock();
        try {
            if (closed) {
                throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
            }
            return CarryingOutbox.of(modes.open(Database.of(dataSource)), source, log::carrierFailed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Prepares another configuration: builds and proves what it needs, while everything goes on as before.
     *
     * @param next what needs a restart is as it is now
     * @return to be put in force, or dropped
     * @throws io.mqconnector.api.MqException if something of it could not work; nothing has changed
     */
    PendingChange prepare(ConnectionConfig next) {
        var watch = cluster.prepare(Settings.cluster(next));
        PendingChange producers;
        try {
            producers = stripes.prepare(next.producerProperties(), SendLimits.of(next), Settings.stripes(next));
        } catch (RuntimeException | Error e) {
            watch.abort();
            throw e;
        }
        return new PendingChange() {
            @Override
            public CompletableFuture<Void> commit() {
                boolean isRenewed = !next.producerProperties().equals(producerProperties());
                config = next;
                limits = SendLimits.of(next);
                pool.change(Settings.pool(next));
                var replaced = CompletableFuture.allOf(watch.commit(), producers.commit());
                if (isRenewed) {
                    deadLetters.renew();
                }
                tidyRegularly();
                return replaced;
            }

            @Override
            public void abort() {
                watch.abort();
                producers.abort();
            }
        };
    }

    /** Closes everything, whatever fails; its listeners must have been closed before. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (tidying != null) {
                tidying.cancel(false);
            }
        } finally {
            lock.unlock();
        }
        parts.forEach(this::closeAnyway);
    }

    private void closeAnyway(Part part) {
        try {
            part.closeable.close();
        } catch (Exception | LinkageError e) {
            log.unexpected("closing " + part.name, e);
        }
    }
}
