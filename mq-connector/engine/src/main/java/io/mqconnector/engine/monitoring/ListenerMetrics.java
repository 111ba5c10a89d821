// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.inbound.TopicRecords;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import io.mqconnector.engine.metrics.Recent;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The metrics of one listener: they read what it counts anyway. Thread-safe. */
final class ListenerMetrics {
    private final ConnectorMetrics metrics;
    private final Subscription subscription;
    private final MetricLabels labels;
    private final Supplier<MqConsumerStats> stats;
    private final Supplier<LatencyWindow.Snapshot> processing;
    /** By name. */
    private final Supplier<Map<String, TopicRecords>> topics;

    ListenerMetrics(ConnectorMetrics metrics, String connection, Subscription subscription, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.subscription = subscription;
        this.labels = MetricLabels.ofConnection(connection)
                .with("listener", subscription.name())
                .with("group", subscription.group());
        this.stats = new Recent<>(subscription::stats, nanoTime);
        this.processing = new Recent<>(subscription::processing, nanoTime);
        this.topics = new Recent<>(
                () -> subscription.topicRecords().stream()
                        .collect(Collectors.toMap(TopicRecords::topic, records -> records)),
                nanoTime);
        registerCounts();
        registerProcessing();
    }

    /** As of now, or shortly before. */
    MqConsumerStats stats() {
        return stats.get();
    }

    /** As of now, when there will be no other. */
    MqConsumerStats lastStats() {
        return subscription.stats();
    }

    /** As of now, or shortly before. */
    LatencyWindow.Snapshot processing() {
        return processing.get();
    }

    /** Bytes fetched. */
    long receivedBytes() {
        return subscription.receivedBytes();
    }

    /** Gives topics that have come meanwhile their metrics. */
    void refresh() {
        for (String topic : topics.get().keySet()) {
            var of = labels.with("topic", topic);
            topic(Metric.LISTENER_TOPIC_RECEIVED, of, TopicRecords::receivedCount);
            topic(Metric.LISTENER_TOPIC_RECORDS, of.with("status", "handled"), TopicRecords::handledCount);
            topic(Metric.LISTENER_TOPIC_RECORDS, of.with("status", "skipped"), TopicRecords::skippedCount);
            topic(Metric.LISTENER_TOPIC_RECORDS, of.with("status", "dead-letter"), TopicRecords::deadLetterCount);
            topic(Metric.LISTENER_TOPIC_RECORDS, of.with("status", "failed"), TopicRecords::failedCount);
        }
    }

    /** Takes all of them away. */
    void remove() {
        metrics.remove(labels);
    }

    private void topic(Metric metric, MetricLabels of, ToLongFunction<TopicRecords> value) {
        String topic = of.values().getOrDefault("topic", "");
        metrics.gauge(metric, of, () -> {
            var records = topics.get().get(topic);
            return records == null ? 0L : value.applyAsLong(records);
        });
    }

    private void registerCounts() {
        count(Metric.LISTENER_RECEIVED, MqConsumerStats::receivedCount);
        count(Metric.LISTENER_DONE, MqConsumerStats::deliveredCount);
        count(Metric.LISTENER_FAILED, MqConsumerStats::failedCount);
        count(Metric.LISTENER_REDELIVERED, MqConsumerStats::redeliveredCount);
        count(Metric.LISTENER_SKIPPED, MqConsumerStats::skippedCount);
        count(Metric.LISTENER_DEAD_LETTERS, MqConsumerStats::deadLetterCount);
        count(Metric.LISTENER_RECOGNISED, MqConsumerStats::recognisedCount);
        count(Metric.LISTENER_TIMED_OUT, MqConsumerStats::timedOutCount);
        count(Metric.LISTENER_IN_FLIGHT, MqConsumerStats::inFlightCount);
        count(Metric.LISTENER_COMMITS, MqConsumerStats::commitCount);
        count(Metric.LISTENER_FAILED_COMMITS, MqConsumerStats::failedCommitCount);
        count(Metric.LISTENER_REVOKED, MqConsumerStats::revokedCount);
        count(Metric.LISTENER_LOST, MqConsumerStats::lostCount);
        count(Metric.LISTENER_CUT_OFF, MqConsumerStats::cutOffCount);
        count(Metric.LISTENER_RESTARTS, MqConsumerStats::restartCount);
        count(Metric.LISTENER_PAUSES, MqConsumerStats::pauseCount);
        count(Metric.LISTENER_ASSIGNED, MqConsumerStats::assignedCount);
        count(Metric.LISTENER_STOPPED, MqConsumerStats::stoppedCount);
        count(Metric.LISTENER_OLDEST_STARTED_MILLIS, MqConsumerStats::oldestStartedMillis);
        count(Metric.LISTENER_LAG, MqConsumerStats::lag);
        metrics.gauge(Metric.LISTENER_BYTES, labels, subscription::receivedBytes);
    }

    private void count(Metric metric, Function<MqConsumerStats, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> value.apply(stats.get()));
    }

    private void registerProcessing() {
        processing(Metric.LISTENER_PER_SECOND, LatencyWindow.Snapshot::perSecond);
        processing(Metric.LISTENER_PROCESS_TIME_AVERAGE_MICROS, LatencyWindow.Snapshot::meanMicros);
        processing(Metric.LISTENER_PROCESS_TIME_P50_MICROS, LatencyWindow.Snapshot::p50Micros);
        processing(Metric.LISTENER_PROCESS_TIME_P99_MICROS, LatencyWindow.Snapshot::p99Micros);
        processing(Metric.LISTENER_PROCESS_TIME_P999_MICROS, LatencyWindow.Snapshot::p999Micros);
        processing(Metric.LISTENER_PROCESS_TIME_MAX_MICROS, LatencyWindow.Snapshot::maxMicros);
    }

    private void processing(Metric metric, Function<LatencyWindow.Snapshot, ? extends Number> value) {
        metrics.gauge(metric, labels, () -> value.apply(processing.get()));
    }
}
