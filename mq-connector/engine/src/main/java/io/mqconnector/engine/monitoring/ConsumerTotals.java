// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * The documents' names for what all listeners of a connection have done together, those that have ended included: a count
 * does not fall because one of them is closed. Thread-safe.
 */
final class ConsumerTotals {
    private static final double MICROS_PER_MILLI = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Set<ListenerMetrics> listeners = new LinkedHashSet<>();
    /** Guarded by {@link #lock}: what those have done that have ended. */
    private Counts ended = new Counts(0, 0, 0, 0);

    private record Counts(long delivered, long bytes, long failed, long failedCommits) {
        static Counts of(MqConsumerStats stats, long bytes) {
            return new Counts(stats.deliveredCount(), bytes, stats.failedCount(), stats.failedCommitCount());
        }

        Counts and(Counts other) {
            return new Counts(
                    delivered + other.delivered,
                    bytes + other.bytes,
                    failed + other.failed,
                    failedCommits + other.failedCommits);
        }
    }

    /** Registers them. */
    void register(ConnectorMetrics metrics, String connection) {
        var labels = MetricLabels.ofConnection(connection);
        metrics.gauge(Metric.ALIAS_CONSUMER_MESSAGES_CONSUMED, labels, () -> sum(Counts::delivered));
        metrics.gauge(Metric.ALIAS_CONSUMER_BYTES_CONSUMED, labels, () -> sum(Counts::bytes));
        metrics.gauge(Metric.ALIAS_CONSUMER_PROCESSING_ERRORS, labels, () -> sum(Counts::failed));
        metrics.gauge(Metric.ALIAS_CONSUMER_COMMIT_ERRORS, labels, () -> sum(Counts::failedCommits));
        metrics.gauge(Metric.ALIAS_CONSUMER_AVERAGE_PROCESS_TIME, labels, () -> averageMillis(listeners()));
        metrics.gauge(Metric.ALIAS_CONSUMER_LAG, labels, () -> lag(listeners()));
    }

    /** One more. */
    void add(ListenerMetrics listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /** One has ended: what it has done stays. */
    void remove(ListenerMetrics listener) {
        lock.lock();
        try {
            if (listeners.remove(listener)) {
                ended = ended.and(Counts.of(listener.lastStats(), listener.receivedBytes()));
            }
        } finally {
            lock.unlock();
        }
    }

    private long sum(ToLongFunction<Counts> value) {
        lock.lock();
        try {
            var sum = ended;
            for (ListenerMetrics listener : listeners) {
                sum = sum.and(Counts.of(listener.stats(), listener.receivedBytes()));
            }
            return value.applyAsLong(sum);
        } finally {
            lock.unlock();
        }
    }

    private List<ListenerMetrics> listeners() {
        lock.lock();
        try {
            return new ArrayList<>(listeners);
        } finally {
            lock.unlock();
        }
    }

    private static double averageMillis(List<ListenerMetrics> listeners) {
        double micros = 0;
        long timed = 0;
        for (ListenerMetrics listener : listeners) {
            var window = listener.processing();
            micros += (double) window.meanMicros() * window.timedCount();
            timed += window.timedCount();
        }
        return timed == 0 ? 0 : micros / timed / MICROS_PER_MILLI;
    }

    private static long lag(List<ListenerMetrics> listeners) {
        var known = listeners.stream()
                .mapToLong(listener -> listener.stats().lag())
                .filter(lag -> lag >= 0)
                .toArray();
        long sum = 0;
        for (long lag : known) {
            sum += lag;
        }
        return known.length == 0 ? -1 : sum;
    }
}
