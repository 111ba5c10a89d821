// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqProducerStats;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a connection has thresholds for. Without a send that has ended there is nothing to judge it by, be it that none was
 * made or that a cluster out of reach answers none; only one that nobody uses any more counts as healthy. Confined to who
 * looks, one look at a time.
 */
final class ConnectionThresholds implements Alerts.Source {
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int PERCENT = 100;
    /** Without a send for so long a connection is not used any more. */
    private static final long UNUSED_NANOS = Duration.ofMinutes(10).toNanos();

    private final String connection;
    private final Supplier<Sends> sends;
    private final Supplier<MonitoringSettings> settings;
    private final LongSupplier nanoTime;

    private long lastNanos;
    private Sends last;
    /** When a send was last under way, or had ended since the look before. */
    private long usedNanos;

    /**
     * What was sent since the start.
     *
     * @param inFlightCount sends that have not ended
     * @param p99Micros of the last minute; 0 if nothing was timed
     */
    record Sends(long acknowledgedCount, long failedCount, long inFlightCount, long p99Micros) {
        /** Of all topics, in whichever way it was sent. */
        static Sends of(List<TopicTraffic.Stats> topics, MqProducerStats stats) {
            return new Sends(
                    topics.stream()
                            .mapToLong(TopicTraffic.Stats::acknowledgedCount)
                            .sum(),
                    topics.stream().mapToLong(TopicTraffic.Stats::failedCount).sum(),
                    stats.inFlightCount(),
                    stats.latencyP99Micros());
        }
    }

    ConnectionThresholds(
            String connection, Supplier<Sends> sends, Supplier<MonitoringSettings> settings, LongSupplier nanoTime) {
        this.connection = connection;
        this.sends = sends;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
        this.last = sends.get();
        this.usedNanos = lastNanos;
    }

    @Override
    public void measure(Alerts.Round round) {
        var limits = settings.get();
        long nowNanos = nanoTime.getAsLong();
        var now = sends.get();
        double seconds = (nowNanos - lastNanos) / NANOS_PER_SECOND;
        long acknowledged = Math.max(0, now.acknowledgedCount - last.acknowledgedCount);
        long failed = Math.max(0, now.failedCount - last.failedCount);
        lastNanos = nowNanos;
        last = now;
        if (acknowledged + failed + now.inFlightCount > 0) {
            usedNanos = nowNanos;
        }
        double ofNothing = nowNanos - usedNanos >= UNUSED_NANOS ? 0 : Double.NaN;
        round.is(
                AlertRule.LATENCY,
                connection,
                now.p99Micros > 0 ? now.p99Micros : ofNothing,
                (double) limits.latencyThreshold().toNanos() / NANOS_PER_MICRO);
        round.is(
                AlertRule.THROUGHPUT,
                connection,
                seconds <= 0 ? Double.NaN : acknowledged / seconds,
                limits.throughputThreshold());
        round.is(
                AlertRule.ERROR_RATE,
                connection,
                acknowledged + failed == 0 ? ofNothing : (double) failed * PERCENT / (acknowledged + failed),
                limits.errorRateThreshold() * PERCENT);
    }
}
