// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * How many connections a broker in this JVM has, as the broker itself counts them ({@code socket-server-metrics},
 * {@code connection-count}): MBeans would not do, since those of several brokers have the same names. Kafka makes the
 * instances. Thread-safe.
 */
public final class ConnectionCounts implements MetricsReporter {
    private static final String BROKER = "mq.broker.id";
    private static final Map<String, Set<KafkaMetric>> COUNTS = new ConcurrentHashMap<>();

    private volatile String broker = ""; // set once, before any metric comes

    /** For Kafka. */
    public ConnectionCounts() {}

    /** The properties of a broker whose connections are to be counted. */
    static Map<String, String> properties() {
        return Map.of(
                BROKER,
                UUID.randomUUID().toString(),
                "metric.reporters",
                JmxReporter.class.getName() + "," + ConnectionCounts.class.getName());
    }

    /**
     * Those of one listener, just now.
     *
     * @param properties the broker's, with those of {@link #properties()}
     */
    static int of(Map<String, String> properties, String listener) {
        return COUNTS.getOrDefault(properties.getOrDefault(BROKER, ""), Set.of()).stream()
                .filter(count -> listener.equals(count.metricName().tags().get("listener")))
                .mapToInt(count -> ((Number) count.metricValue()).intValue())
                .sum();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        broker = String.valueOf(configs.get(BROKER));
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        var name = metric.metricName();
        if (name.name().equals("connection-count") && name.group().equals("socket-server-metrics")) {
            COUNTS.computeIfAbsent(broker, id -> ConcurrentHashMap.newKeySet()).add(metric);
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        var counts = COUNTS.get(broker);
        if (counts != null) {
            counts.remove(metric);
        }
    }

    @Override
    public void close() {
        COUNTS.remove(broker);
    }
}
