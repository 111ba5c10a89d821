// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqTransactionStats;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import io.mqconnector.engine.metrics.Recent;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The metrics of one connection: they read what its parts count anyway. Thread-safe. */
final class ConnectionMetrics {
    private static final long MICROS_PER_MILLI = 1_000;

    private final ConnectorMetrics metrics;
    private final MonitoredConnection connection;
    private final MetricLabels labels;
    private final Supplier<Sent> sent;

    /** Producer and topics, read together. */
    private record Sent(MqProducerStats stats, List<TopicTraffic.Stats> topics) {
        long sum(ToLongFunction<TopicTraffic.Stats> value) {
            return topics.stream().mapToLong(value).sum();
        }
    }

    ConnectionMetrics(ConnectorMetrics metrics, MonitoredConnection connection, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.connection = connection;
        this.labels = MetricLabels.ofConnection(connection.name());
        this.sent = new Recent<>(
                () -> new Sent(
                        connection.producer().stats(), connection.producer().topics()),
                nanoTime);
        registerProducer();
        registerPool(new Recent<>(connection.pool()::stats, nanoTime));
        registerTransactions(new Recent<>(connection.transactions()::stats, nanoTime));
        registerCluster();
        registerAliases();
    }

    /** Gives topics that have come meanwhile their metrics. */
    void refresh() {
        for (TopicTraffic.Stats topic : connection.producer().topics()) {
            var of = labels.with("topic", topic.topic());
            topic(
                    Metric.PRODUCER_TOPIC_MESSAGES,
                    of.with("status", "acknowledged"),
                    TopicTraffic.Stats::acknowledgedCount);
            topic(Metric.PRODUCER_TOPIC_MESSAGES, of.with("status", "failed"), TopicTraffic.Stats::failedCount);
            topic(Metric.PRODUCER_TOPIC_BYTES, of, TopicTraffic.Stats::bytes);
            topic(Metric.PRODUCER_TOPIC_LATENCY_TIMED, of, TopicTraffic.Stats::timedCount);
            topic(Metric.PRODUCER_TOPIC_LATENCY_SUM_MICROS, of, TopicTraffic.Stats::timedMicros);
        }
    }

    private long acknowledgedCount() {
        return sent.get().sum(TopicTraffic.Stats::acknowledgedCount);
    }

    private long failedCount() {
        return sent.get().sum(TopicTraffic.Stats::failedCount);
    }

    private void topic(Metric metric, MetricLabels of, ToLongFunction<TopicTraffic.Stats> value) {
        String topic = of.values().getOrDefault("topic", "");
        metrics.gauge(
                metric,
                of,
                () -> sent.get().topics().stream()
                        .filter(stats -> stats.topic().equals(topic))
                        .mapToLong(value)
                        .sum());
    }

    private void registerProducer() {
        producer(Metric.PRODUCER_SENT, all -> acknowledgedCount() + failedCount() + all.inFlightCount());
        producer(Metric.PRODUCER_ACKNOWLEDGED, all -> acknowledgedCount());
        producer(Metric.PRODUCER_FAILED, all -> failedCount());
        producer(Metric.PRODUCER_IN_FLIGHT, MqProducerStats::inFlightCount);
        producer(Metric.PRODUCER_BYTES, all -> sent.get().sum(TopicTraffic.Stats::bytes));
        producer(Metric.PRODUCER_PER_SECOND, MqProducerStats::acknowledgedPerSecond);
        producer(Metric.PRODUCER_LATENCY_AVERAGE_MICROS, MqProducerStats::latencyAverageMicros);
        producer(Metric.PRODUCER_LATENCY_P50_MICROS, MqProducerStats::latencyP50Micros);
        producer(Metric.PRODUCER_LATENCY_P99_MICROS, MqProducerStats::latencyP99Micros);
        producer(Metric.PRODUCER_LATENCY_P999_MICROS, MqProducerStats::latencyP999Micros);
        producer(Metric.PRODUCER_LATENCY_MAX_MICROS, MqProducerStats::latencyMaxMicros);
        var producer = connection.producer();
        metrics.gauge(Metric.PRODUCER_RETRIED, labels, producer::retriedCount);
        metrics.gauge(Metric.PRODUCER_STRIPES, labels, producer::stripeCount);
        metrics.gauge(Metric.PRODUCER_STRIPES_OPEN, labels, producer::openStripeCount);
        metrics.gauge(
                Metric.PRODUCER_ROTATIONS, labels, () -> producer.rotations().replacedCount());
        metrics.gauge(Metric.PRODUCER_BREAKER_OPENED, labels, producer::breakerOpenedCount);
        for (MqErrorCode code : MqErrorCode.values()) {
            metrics.gauge(
                    Metric.PRODUCER_ERRORS,
                    labels.with("code", code.name()),
                    () -> connection.errors().count(code));
        }
    }

    private void producer(Metric metric, Function<MqProducerStats, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> value.apply(sent.get().stats()));
    }

    private void registerPool(Supplier<MqPoolStats> stats) {
        pool(stats, Metric.POOL_MAX, MqPoolStats::maxCount);
        pool(stats, Metric.POOL_LEASED, MqPoolStats::activeCount);
        pool(stats, Metric.POOL_IDLE, MqPoolStats::idleCount);
        pool(stats, Metric.POOL_WAITING, MqPoolStats::waiterCount);
        pool(stats, Metric.POOL_CREATED, MqPoolStats::createdCount);
        pool(stats, Metric.POOL_FAILED_CREATIONS, MqPoolStats::failedCreationCount);
        pool(stats, Metric.POOL_DESTROYED, MqPoolStats::destroyedCount);
        pool(stats, Metric.POOL_BORROWED, MqPoolStats::borrowedCount);
        pool(stats, Metric.POOL_EXHAUSTED, MqPoolStats::exhaustedCount);
        pool(stats, Metric.POOL_LEAKED, MqPoolStats::leakedCount);
        pool(stats, Metric.POOL_BORROW_P50_MICROS, MqPoolStats::borrowP50Micros);
        pool(stats, Metric.POOL_BORROW_P99_MICROS, MqPoolStats::borrowP99Micros);
        pool(stats, Metric.POOL_BORROW_MAX_MICROS, MqPoolStats::borrowMaxMicros);
    }

    private void pool(Supplier<MqPoolStats> stats, Metric metric, Function<MqPoolStats, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> value.apply(stats.get()));
    }

    private void registerTransactions(Supplier<MqTransactionStats> stats) {
        transactions(stats, Metric.TRANSACTIONS_ACTIVE, MqTransactionStats::activeCount);
        transactions(stats, Metric.TRANSACTIONS_BEGUN, MqTransactionStats::begunCount);
        transactions(stats, Metric.TRANSACTIONS_COMMITTED, MqTransactionStats::committedCount);
        transactions(stats, Metric.TRANSACTIONS_ABORTED, MqTransactionStats::abortedCount);
        transactions(stats, Metric.TRANSACTIONS_TIMED_OUT, MqTransactionStats::timedOutCount);
        transactions(stats, Metric.TRANSACTIONS_UNKNOWN, MqTransactionStats::unknownCount);
        transactions(stats, Metric.TRANSACTIONS_FENCED, MqTransactionStats::fencedCount);
    }

    private void transactions(
            Supplier<MqTransactionStats> stats, Metric metric, Function<MqTransactionStats, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> value.apply(stats.get()));
    }

    private void registerCluster() {
        cluster(Metric.CLUSTER_REACHABLE, ping -> ping.isReachable() ? 1 : 0);
        cluster(Metric.CLUSTER_BROKERS, MqPing::brokerCount);
        cluster(Metric.CLUSTER_ROUND_TRIP_MICROS, ping -> ping.roundTripNanos() / 1_000);
    }

    /** 0 before the first look. */
    private void cluster(Metric metric, Function<MqPing, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> {
            var last = connection.cluster().last();
            return last == null ? 0 : value.apply(last);
        });
    }

    private void registerAliases() {
        producer(Metric.ALIAS_PRODUCER_MESSAGES_SENT, all -> acknowledgedCount() + failedCount() + all.inFlightCount());
        producer(Metric.ALIAS_PRODUCER_BYTES_SENT, all -> sent.get().sum(TopicTraffic.Stats::bytes));
        producer(Metric.ALIAS_PRODUCER_SEND_ERRORS, all -> failedCount());
        metrics.gauge(Metric.ALIAS_PRODUCER_RETRY_COUNT, labels, connection.producer()::retriedCount);
        producer(
                Metric.ALIAS_PRODUCER_AVERAGE_LATENCY_MS,
                all -> (double) all.latencyAverageMicros() / MICROS_PER_MILLI);
        producer(Metric.ALIAS_PRODUCER_QUEUE_SIZE, MqProducerStats::inFlightCount);
    }
}
