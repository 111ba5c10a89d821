// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPing;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConfigValue;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.pool.ProducerPool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MBeans of one connector: registered as its parts come, all gone after {@link #close()}.
 *
 * <p>Thread-safe. A failed registration is logged and never stops the connector.
 */
public final class Management implements AutoCloseable {
    private final MqLog log = MqLog.of(Management.class);
    private final MBeanServer server;
    private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable ClusterWatch> cluster = new AtomicReference<>();
    /** Set once, before everything is taken away. */
    private volatile boolean closed;

    private final int number;
    private final MqObjectNames names;

    /**
     * Shows the connector, under a name that no other in this JVM has: those with the same instance id, be they of other
     * class loaders, are told apart by a number, and the MBean server sees to it that no two get the same.
     *
     * @param server where to register
     * @param config of the connector
     */
    public Management(MBeanServer server, ConfigSnapshot config) {
        this.server = server;
        var view = new DescribedMBean(new ConnectorView(config, cluster), ConnectorMXBean.class);
        int candidate = 1;
        while (true) {
            var candidateNames =
                    new MqObjectNames(candidate == 1 ? config.instanceId() : config.instanceId() + "#" + candidate);
            try {
                server.registerMBean(view, candidateNames.connector());
                registered.add(candidateNames.connector());
            } catch (InstanceAlreadyExistsException e) {
                candidate++;
                continue;
            } catch (JMException e) {
                log.mbeanNotRegistered(candidateNames.connector().toString(), e);
            }
            number = candidate;
            names = candidateNames;
            return;
        }
    }

    /** Which of the connectors of one instance id in this JVM this is, from 1. */
    public int number() {
        return number;
    }

    /** The object names of this connector. */
    public MqObjectNames names() {
        return names;
    }

    /** Shows the cluster. */
    public void cluster(ClusterWatch watch) {
        cluster.set(watch);
    }

    /** Shows producer and pool. */
    public void producer(String name, StripedProducer producer, ProducerPool pool, Transactions transactions) {
        register(names.producer(name), new ProducerView(producer), ProducerMXBean.class);
        register(names.pool(name), new PoolView(pool, transactions), ProducerPoolMXBean.class);
    }

    /** Shows a listener. */
    public void listener(Subscription subscription) {
        register(names.listener(subscription.name()), new ListenerView(subscription), ListenerMXBean.class);
    }

    /** Takes a listener away. */
    public void removeListener(String name) {
        unregister(names.listener(name));
    }

    /** The metrics that read this producer. */
    public static void measure(ConnectorMetrics metrics, StripedProducer producer) {
        metrics.gauge("producer.sent", () -> producer.stats().sentCount());
        metrics.gauge("producer.acknowledged", () -> producer.stats().acknowledgedCount());
        metrics.gauge("producer.failed", () -> producer.stats().failedCount());
        metrics.gauge("producer.in-flight", () -> producer.stats().inFlightCount());
        metrics.gauge("producer.bytes", () -> producer.stats().sentBytes());
        metrics.gauge("producer.per-second", () -> producer.stats().acknowledgedPerSecond());
        metrics.gauge("producer.latency.p50-micros", () -> producer.stats().latencyP50Micros());
        metrics.gauge("producer.latency.p99-micros", () -> producer.stats().latencyP99Micros());
        metrics.gauge("producer.latency.max-micros", () -> producer.stats().latencyMaxMicros());
    }

    /** The metrics that read this listener; removed again by their common prefix. */
    public static void measure(ConnectorMetrics metrics, Subscription subscription) {
        String prefix = metricPrefix(subscription.name());
        metrics.gauge(prefix + "received", () -> subscription.stats().receivedCount());
        metrics.gauge(prefix + "delivered", () -> subscription.stats().deliveredCount());
        metrics.gauge(prefix + "failed", () -> subscription.stats().failedCount());
        metrics.gauge(prefix + "redelivered", () -> subscription.stats().redeliveredCount());
        metrics.gauge(prefix + "in-flight", () -> subscription.stats().inFlightCount());
        metrics.gauge(prefix + "lag", () -> subscription.stats().lag());
    }

    /** What the metrics of a listener start with; quoted, or {@code a.} would be a prefix of {@code a.b.} as well. */
    public static String metricPrefix(String listener) {
        return "listener.\"" + listener + "\".";
    }

    @Override
    public void close() {
        closed = true;
        for (ObjectName name : Set.copyOf(registered)) {
            unregister(name);
        }
    }

    private <T> void register(ObjectName name, T bean, Class<T> view) {
        try {
            server.registerMBean(new DescribedMBean(bean, view), name);
            registered.add(name);
        } catch (JMException e) {
            log.mbeanNotRegistered(name.toString(), e);
        }
        if (closed) {
            // whoever closes this may have looked before
            unregister(name);
        }
    }

    private void unregister(ObjectName name) {
        if (registered.remove(name)) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException e) {
                // somebody else took it away: nothing is left behind, which is all we want
            } catch (JMException e) {
                log.mbeanNotRegistered(name.toString(), e);
            }
        }
    }

    static List<ConnectorMXBean.Setting> settings(List<ConfigValue> values) {
        return values.stream()
                .map(value -> new ConnectorMXBean.Setting(
                        value.name(), value.text(), value.layer().name(), value.source()))
                .toList();
    }

    private record ConnectorView(ConfigSnapshot config, AtomicReference<@Nullable ClusterWatch> cluster)
            implements ConnectorMXBean {
        @Override
        public String getInstanceId() {
            return config.instanceId();
        }

        @Override
        public String getVersion() {
            String version = Management.class.getPackage().getImplementationVersion();
            return version == null ? "unpackaged" : version;
        }

        @Override
        public boolean isClusterReachable() {
            var watch = cluster.get();
            var last = watch == null ? null : watch.last();
            return last != null && last.isReachable();
        }

        @Override
        public List<Setting> getConfiguration() {
            return settings(config.effective());
        }

        @Override
        public PingResult ping(long timeoutMillis) {
            if (timeoutMillis < 1) {
                throw new IllegalArgumentException("timeoutMillis " + timeoutMillis + " is less than 1");
            }
            var watch = cluster.get();
            if (watch == null) {
                throw new IllegalStateException("the connector is starting; ask again");
            }
            MqPing ping = watch.ping(Duration.ofMillis(timeoutMillis));
            return new PingResult(
                    ping.isReachable(),
                    ping.brokerCount(),
                    ping.clusterId(),
                    ping.roundTripNanos() / 1_000,
                    ping.failure().map(Throwable::getMessage).orElse(""));
        }
    }
}
