// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a producer may have sent a failed message, and more than once. Kafka does not say it of a message, but counts it
 * of a topic, on the thread that sends and reports the failure, and before it does either. With one exception: what has
 * expired by the time it is handed over is reported first, then counted, and then sent all the same
 * ({@code Sender.sendProducerData}), so that of an expired message nothing is known by these counts.
 *
 * <p>Thread-safe. Looked at for failures only.
 */
public final class RepeatedTries {
    static final String SENT = "record-send-total";
    static final String REPEATED = "record-retry-total";

    private final LongSupplier nanoTime;
    private final long lifeNanos;
    /** The last count that was not 0, by topic; each entry is replaced whole. */
    private final Map<String, Sample> samples = new ConcurrentHashMap<>();

    /** How many tries of a producer were repeated, and since when it has been so many. */
    private record Sample(Producer<byte[], byte[]> producer, double count, long sinceNanos) {}

    /**
     * @param deliveryTimeout longest time that a message spends in a producer
     * @param nanoTime the clock
     */
    public RepeatedTries(Duration deliveryTimeout, LongSupplier nanoTime) {
        // the time-out is looked at between two requests: twice as long is certain
        this.lifeNanos = deliveryTimeout.multipliedBy(2).toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * How far a message that failed just now, out of this producer's buffer, had come at most.
     *
     * @param failure what Kafka said
     */
    public Progress of(Producer<byte[], byte[]> producer, String clientId, String topic, Throwable failure) {
        if (!(failure instanceof TimeoutException)
                && count(producer, clientId, topic, SENT) == 0
                && isCounted(producer, clientId)) {
            return Progress.NEVER_SENT;
        }
        double count = count(producer, clientId, topic, REPEATED);
        if (count == 0) {
            return Progress.TRIED_AT_MOST_ONCE;
        }
        long now = nanoTime.getAsLong();
        var last = samples.get(topic);
        if (last == null || last.producer != producer || last.count != count) {
            samples.put(topic, new Sample(producer, count, now));
            return Progress.MAYBE_TRIED_AGAIN;
        }
        return now - last.sinceNanos >= lifeNanos ? Progress.TRIED_AT_MOST_ONCE : Progress.MAYBE_TRIED_AGAIN;
    }

    /** Whether there are counts at all: what is not counted proves nothing. */
    private static boolean isCounted(Producer<byte[], byte[]> producer, String clientId) {
        return producer.metrics()
                .containsKey(new MetricName(SENT, "producer-metrics", "", Map.of("client-id", clientId)));
    }

    /** 0 also before the first request with this topic, when Kafka has no count yet. */
    private static double count(Producer<byte[], byte[]> producer, String clientId, String topic, String what) {
        @Nullable
        Metric metric = producer.metrics()
                .get(new MetricName(what, "producer-topic-metrics", "", Map.of("client-id", clientId, "topic", topic)));
        return metric != null && metric.metricValue() instanceof Double count ? count : 0;
    }
}
