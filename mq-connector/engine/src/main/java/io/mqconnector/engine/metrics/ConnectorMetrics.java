// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SharedMetricRegistries;
import com.codahale.metrics.jmx.JmxReporter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The Dropwizard metrics of one connector and their JMX side, under
 * {@code io.mqconnector:type=Metric,connector=…,name="…",…}.
 *
 * <p>Thread-safe. What is counted lives where it is counted; here are gauges that read it when somebody reads them.
 */
public final class ConnectorMetrics implements AutoCloseable {
    private final MetricRegistry registry = new MetricRegistry();
    private final JmxReporter reporter;
    private final String instanceId;
    /** The application's own, if it is to have them all as well. */
    private final @Nullable MetricRegistry shared;

    /** So that of two who add and take away the same, the second finds it, and its MBean, as the first left it. */
    private final ReentrantLock lock = new ReentrantLock();
    /** What is registered, by its name in {@link #registry}; changed under {@link #lock}, read by any thread. */
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();
    /** Guarded by {@link #lock}. */
    private boolean closed;

    private record Registered(Metric metric, MetricLabels labels, String sharedName) {}

    /** Names a metric in JMX. */
    public interface Naming {
        /** The object name of {@code metric}, unique to this connector. */
        ObjectName name(String metric, Map<String, String> labels);
    }

    /**
     * @param server where metrics are registered
     * @param naming unique to this connector
     * @param instanceId tells connectors apart in a registry of the application
     * @param sharedRegistry the name of that in {@link SharedMetricRegistries}; empty for none
     */
    public ConnectorMetrics(MBeanServer server, Naming naming, String instanceId, String sharedRegistry) {
        this.instanceId = instanceId;
        this.shared = sharedRegistry.isEmpty() ? null : SharedMetricRegistries.getOrCreate(sharedRegistry);
        this.reporter = JmxReporter.forRegistry(registry)
                .registerWith(server)
                .createsObjectNamesWith((type, domain, name) -> objectName(naming, name))
                .build();
    }

    /** Shows the metrics in JMX. */
    public void start() {
        reporter.start();
    }

    /**
     * A value read when asked for. One that is there already stays; after the close none is added.
     *
     * @param metric what it is
     * @param labels what it is of
     * @param value reads it; quick, by any thread
     */
    public void gauge(Metric metric, MetricLabels labels, Supplier<? extends Number> value) {
        String name = metric.metricName() + labels.text();
        String sharedName = prefixed(metric.metricName())
                + new MetricLabels(Map.of("connector", instanceId)).with(labels).text();
        lock.lock();
        try {
            if (closed || registered.putIfAbsent(name, new Registered(metric, labels, sharedName)) != null) {
                return;
            }
            Gauge<Number> gauge = value::get;
            registry.register(name, gauge);
            if (shared != null) {
                // another connector of the same instance id may have left it there
                shared.remove(sharedName);
                shared.register(sharedName, gauge);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes away every metric of something. */
    public void remove(MetricLabels of) {
        lock.lock();
        try {
            registered.forEach((name, metric) -> {
                if (metric.labels.includes(of)) {
                    remove(name, metric);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Takes one away. */
    public void remove(Metric metric, MetricLabels labels) {
        String name = metric.metricName() + labels.text();
        lock.lock();
        try {
            var known = registered.get(name);
            if (known != null) {
                remove(name, known);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            registered.forEach(this::remove);
            reporter.close();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void remove(String name, Registered metric) {
        // the reporter asks for the object name once more
        registry.remove(name);
        registered.remove(name);
        if (shared != null) {
            shared.remove(metric.sharedName);
        }
    }

    private ObjectName objectName(Naming naming, String name) {
        var metric = registered.get(name);
        return metric == null
                ? naming.name(name, Map.of())
                : naming.name(metric.metric.metricName(), metric.labels.values());
    }

    private static String prefixed(String name) {
        return name.startsWith("mq.") ? name : "mq." + name;
    }
}
