// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The Dropwizard metrics of one connector and their JMX side, under
 * {@code io.mqconnector:type=Metric,connector=…,name="…"}.
 *
 * <p>Thread-safe. Hot counters live where they are counted; here they are gauges that read them.
 */
public final class ConnectorMetrics implements AutoCloseable {
    private final MetricRegistry registry = new MetricRegistry();
    private final JmxReporter reporter;

    /** Names a metric in JMX. */
    public interface Naming {
        /** The object name of {@code metric}. */
        ObjectName name(String metric);
    }

    /**
     * @param server where metrics are registered
     * @param naming unique to this connector
     */
    public ConnectorMetrics(MBeanServer server, Naming naming) {
        this.reporter = JmxReporter.forRegistry(registry)
                .registerWith(server)
                .createsObjectNamesWith((type, domain, name) -> naming.name(name))
                .build();
    }

    /** Shows the metrics in JMX. */
    public void start() {
        reporter.start();
    }

    /** A value read when asked for. */
    public void gauge(String name, Supplier<Number> value) {
        registry.register(name, (Gauge<Number>) value::get);
    }

    /** A counter; the same one for the same name. */
    public Counter counter(String name) {
        return registry.counter(name);
    }

    /** One more in a counter. */
    public void count(String name) {
        counter(name).inc();
    }

    /** Counts some at once. */
    public void count(String name, long more) {
        registry.counter(name).inc(more);
    }

    /** Takes away every metric whose name starts so. */
    public void remove(String prefix) {
        registry.removeMatching((name, metric) -> name.startsWith(prefix));
    }

    @Override
    public void close() {
        reporter.close();
    }
}
