// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import io.mqconnector.spi.CarryingOutbox;
import io.mqconnector.spi.CarryingPool;
import io.mqconnector.spi.CarryingProducer;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A connector in plain Java: no container, no server.
 *
 * <p>Thread-safe. Whoever created it closes it; that closes its producer and every consumer started from it. The
 * {@linkplain #shared() shared} one is closed when the JVM ends, or by whoever ends the application.
 */
public final class Mq implements AutoCloseable {
    private final MqRuntime runtime;
    private final List<MqContextCarrier> carriers;
    private final MqProducer producer;
    private final MqProducerPool pool;
    /** By connection; guarded by itself. */
    private final Map<String, MqProducer> producers = new ConcurrentHashMap<>();
    /** By connection; guarded by itself. */
    private final Map<String, MqProducerPool> pools = new ConcurrentHashMap<>();

    private final Runnable closed;

    private Mq(MqRuntime runtime, ClassLoader loader, Runnable closed) {
        this.runtime = runtime;
        this.closed = closed;
        var found = new ArrayList<MqContextCarrier>();
        ServiceLoader.load(MqContextCarrier.class, loader).forEach(found::add);
        this.carriers = List.copyOf(found);
        this.producer = CarryingProducer.of(runtime.producer(), carriers, runtime::carrierFailed);
        this.pool = CarryingPool.of(runtime.pool(), carriers, runtime::carrierFailed);
        for (var name : List.of("", "default")) {
            producers.put(name, producer);
            pools.put(name, pool);
        }
    }

    /**
     * Starts a connector. Returns without waiting for a broker: one that is not there yet is waited for in the background.
     *
     * @param config settings in code; everything else comes from MicroProfile Config, system properties, environment and
     *     defaults
     * @throws MqConfigException if anything is wrong: every problem in one message; nothing was started
     * @throws IllegalStateException if no engine is on the class path
     */
    public static Mq create(MqConfig config) {
        var loader = applicationLoader();
        return new Mq(runtime(config, loader), loader, () -> {});
    }

    /**
     * The connector that all of an application shares, made by the first call: configured by MicroProfile Config, system
     * properties, environment and defaults alone.
     *
     * <p>There is one for each context class loader that asks. It ends with the JVM, which then waits for what is in flight;
     * closing it ends it for all who share it, and the next call makes another. While it closes it is still the shared one,
     * and refuses everything with {@link MqErrorCode#CLOSED}.
     *
     * @throws MqConfigException as {@link #create(MqConfig)}
     * @throws IllegalStateException if no engine is on the class path, or if a server's connector runs here
     */
    public static Mq shared() {
        var loader = applicationLoader();
        return SharedConnectors.of(loader, closed -> new Mq(runtime(MqConfig.empty(), loader), loader, closed));
    }

    /**
     * A producer alone, with a connector of its own.
     *
     * @param config as for {@link #create(MqConfig)}
     * @return to be closed by the caller
     * @throws MqConfigException as {@link #create(MqConfig)}
     */
    public static MqStandaloneProducer createProducer(MqConfig config) {
        return new StandaloneProducer(create(config));
    }

    /**
     * A pool of producers alone, with a connector of its own.
     *
     * @param config as for {@link #create(MqConfig)}
     * @return to be closed by the caller
     * @throws MqConfigException as {@link #create(MqConfig)}
     */
    public static MqStandalonePool createPool(MqConfig config) {
        return new StandalonePool(create(config));
    }

    /**
     * Describes a consumer with a connector of its own, which starts and closes with it.
     *
     * @param config as for {@link #create(MqConfig)}; checked when the consumer starts
     * @param group its consumer group
     */
    public static MqConsumerBuilder createConsumer(MqConfig config, String group) {
        requireNonNull(config, "config");
        return new MqConsumerBuilder(() -> runtime(config, applicationLoader()), true, group);
    }

    private static ClassLoader applicationLoader() {
        var context = Thread.currentThread().getContextClassLoader();
        return context == null ? Mq.class.getClassLoader() : context;
    }

    private static MqRuntime runtime(MqConfig config, ClassLoader loader) {
        requireNonNull(config, "config");
        return factory(loader).create(config, loader);
    }

    /** The producer of this connector; always the same object. */
    public MqProducer producer() {
        return producer;
    }

    /** The pool of producers behind it; always the same object. */
    public MqProducerPool pool() {
        return pool;
    }

    /**
     * The producer of a connection; always the same object.
     *
     * @param connection its name, as configured by {@code mq.connections."<name>".*}; empty or {@code default} for the
     *     default one
     * @throws MqConfigException if there is none of that name, naming those there are
     */
    public MqProducer producer(String connection) {
        return producers.computeIfAbsent(
                requireNonNull(connection, "connection"),
                name -> CarryingProducer.of(runtime.producer(name), carriers, runtime::carrierFailed));
    }

    /** As {@link #producer(String)}, for the pool of producers behind it. */
    public MqProducerPool pool(String connection) {
        return pools.computeIfAbsent(
                requireNonNull(connection, "connection"),
                name -> CarryingPool.of(runtime.pool(name), carriers, runtime::carrierFailed));
    }

    /**
     * Describes a consumer.
     *
     * @param group its consumer group
     */
    public MqConsumerBuilder consumer(String group) {
        return new MqConsumerBuilder(() -> runtime, false, group);
    }

    /**
     * An outbox: messages become rows of a table, written by the application's own database transactions, and a relay sends
     * what is committed. Table and relay are configured by {@code mq.outbox.*}. Returns without waiting for database or broker.
     *
     * @param dataSource what the relay takes its connections from
     * @return to be closed by the caller, or with this connector
     * @throws MqConnectionException if this is closed
     */
    public MqOutbox outbox(DataSource dataSource) {
        return CarryingOutbox.of(runtime.outbox(dataSource), carriers, runtime::carrierFailed);
    }

    /** The name of this instance, as in configuration, client ids and JMX. */
    public String instanceId() {
        return runtime.instanceId();
    }

    /** As {@link MqProducer#ping(Duration)}. */
    public MqPing ping(Duration timeout) {
        return runtime.producer().ping(timeout);
    }

    /** How this connector, its connections and its consumers are; asks no broker. */
    public MqHealth health() {
        return runtime.health();
    }

    /**
     * Tells another what happens: alerts, listeners that stand still, changes of configuration.
     *
     * @return ends that
     */
    public MqRuntime.Registration addNotifier(MqNotifier notifier) {
        return runtime.addNotifier(requireNonNull(notifier, "notifier"));
    }

    /**
     * Overrides configuration while this runs, all of it or nothing: stronger than every other source, in memory only, the same
     * layer as overrides over JMX. Does not wait, and may be called anywhere: also in a listener, whose end a change of its own
     * consumers awaits.
     *
     * @param overrides values as they stand in files, by full key: {@code mq.producer.linger},
     *     {@code mq.listeners."orders".workers}; of the keys that {@code docs/configuration.md} marks with JMX, and without
     *     expressions
     * @return completes when all is in force, with an {@link MqConfigException} that names every problem when nothing was
     *     changed
     */
    public CompletionStage<Void> override(Map<String, String> overrides) {
        return runtime.override(Map.copyOf(overrides));
    }

    /**
     * Takes overrides away, whoever set them, so that what stands below them is in force again. Does not wait.
     *
     * @param keys full keys; none for all overrides
     * @return completes when that is in force, with an {@link MqConfigException} when nothing was changed
     */
    public CompletionStage<Void> resetOverrides(Collection<String> keys) {
        return runtime.resetOverrides(List.copyOf(keys));
    }

    /** The overrides in force, by full key, whoever set them. */
    public Map<String, String> overrides() {
        return runtime.overrides();
    }

    /** Closes consumers first, then waits for what the producer has in flight, each within its own time-out. Idempotent. */
    @Override
    public void close() {
        try {
            runtime.close();
        } finally {
            closed.run();
        }
    }

    private static MqRuntimeFactory factory(ClassLoader loader) {
        return ServiceLoader.load(MqRuntimeFactory.class, loader)
                .findFirst()
                .or(() -> ServiceLoader.load(MqRuntimeFactory.class, Mq.class.getClassLoader())
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("no mq engine found: "
                        + MqRuntimeFactory.class.getName() + " has no provider visible to " + loader + " or to "
                        + Mq.class.getClassLoader() + "; add io.mqconnector:mq-engine to the class path"));
    }
}
