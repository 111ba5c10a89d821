// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.time.Duration;
import java.util.List;

/** The rows of the table of keys that say what is measured, watched and told. Immutable and thread-safe. */
public final class MonitoringKeys {

    /** {@code mq.monitoring.interval}. */
    public static final ConfigKey<Duration> MONITORING_INTERVAL = ConfigKey.row(
                    "monitoring", "interval", ValueType.ofDuration("100ms", "1h"))
            .byDefault("10s")
            .effect(Effect.HOT)
            .doc("How often thresholds and the lag of groups are looked at, and new topics get metrics of their own.");

    /** {@code mq.monitoring.alert-intervals}. */
    public static final ConfigKey<Integer> MONITORING_ALERT_INTERVALS = ConfigKey.row(
                    "monitoring", "alert-intervals", ValueType.ofInt(1, 1_000))
            .byDefault("3")
            .effect(Effect.HOT)
            .doc(
                    "How many intervals in a row a value must have crossed its threshold for an alert to be raised, and be a"
                            + " fifth away from it on the right side for the alert to be cleared.");

    /** {@code mq.monitoring.latency-threshold}. */
    public static final ConfigKey<Duration> MONITORING_LATENCY_THRESHOLD = ConfigKey.row(
                    "monitoring", "latency-threshold", ValueType.ofDuration("0ms", "1h"))
            .byDefault("10ms")
            .effect(Effect.HOT)
            .doc("Alert latency: the 99th percentile of send latencies, of each connection; 0 for never.");

    /** {@code mq.monitoring.throughput-threshold}. */
    public static final ConfigKey<Integer> MONITORING_THROUGHPUT_THRESHOLD = ConfigKey.row(
                    "monitoring", "throughput-threshold", ValueType.ofInt(0, 1_000_000_000))
            .byDefault("50000")
            .effect(Effect.HOT)
            .doc(
                    "Alert throughput: fewer messages acknowledged a second, of each connection that sends any, are told as"
                            + " information; 0 for never.");

    /** {@code mq.monitoring.error-rate-threshold}. */
    public static final ConfigKey<Double> MONITORING_ERROR_RATE_THRESHOLD = ConfigKey.row(
                    "monitoring", "error-rate-threshold", ValueType.ofDouble(0, 1))
            .byDefault("0.01")
            .effect(Effect.HOT)
            .doc("Alert error-rate: which part of an interval's sends failed, of each connection; 0 for never.");

    /** {@code mq.monitoring.lag-threshold}. */
    public static final ConfigKey<Integer> MONITORING_LAG_THRESHOLD = ConfigKey.row(
                    "monitoring", "lag-threshold", ValueType.ofInt(0, 2_000_000_000))
            .byDefault("10000")
            .effect(Effect.HOT)
            .doc("Alerts lag and group-lag: records that a listener, or a group of `groups`, is behind; 0 for never.");

    /** {@code mq.monitoring.heap-threshold}. */
    public static final ConfigKey<Long> MONITORING_HEAP_THRESHOLD = ConfigKey.row(
                    "monitoring", "heap-threshold", ValueType.ofBytes("0", "1024GiB"))
            .byDefault("500MiB")
            .effect(Effect.HOT)
            .doc("Alert heap: bytes of the JVM's heap in use after its last collection; 0 for never.");

    /** {@code mq.monitoring.groups}. */
    public static final ConfigKey<List<String>> MONITORING_GROUPS = ConfigKey.row(
                    "monitoring", "groups", ValueType.ofOptionalList("names of consumer groups, separated by commas"))
            .byDefault("", "none")
            .effect(Effect.HOT)
            .doc(
                    "Consumer groups, of this process or of others, whose lag, partitions and members are looked at; those of"
                            + " another connection than the default one as `analytics/reports`.");

    /** {@code mq.monitoring.webhook}. */
    public static final ConfigKey<String> MONITORING_WEBHOOK = ConfigKey.row(
                    "monitoring", "webhook", ValueType.ofOptionalWebAddress())
            .byDefault("", "none")
            .effect(Effect.HOT)
            .notByJmx()
            .doc("Where notifications are posted as JSON; a secret, as such addresses often hold a token.");

    /** {@code mq.monitoring.notify-timeout}. */
    public static final ConfigKey<Duration> MONITORING_NOTIFY_TIMEOUT = ConfigKey.row(
                    "monitoring", "notify-timeout", ValueType.ofDuration("100ms", "5m"))
            .byDefault("5s")
            .effect(Effect.HOT)
            .doc("How long one notification may take to be posted to `webhook` before it is given up.");

    /** {@code mq.metrics.max-topics}. */
    public static final ConfigKey<Integer> METRICS_MAX_TOPICS = ConfigKey.row(
                    "metrics", "max-topics", ValueType.ofInt(0, 10_000))
            .byDefault("100")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "How many topics have metrics of their own, of each connection and of each listener; the others are counted"
                            + " together, as topic `other`.");

    /** {@code mq.metrics.registry}. */
    public static final ConfigKey<String> METRICS_REGISTRY = ConfigKey.row(
                    "metrics", "registry", ValueType.ofOptionalText("a name"))
            .byDefault("", "none")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "The name of an application's own MetricRegistry in Dropwizard's SharedMetricRegistries that gets every metric"
                            + " as well; for Java SE and OSGi, where application and connector see the same Dropwizard.");

    private MonitoringKeys() {}
}
