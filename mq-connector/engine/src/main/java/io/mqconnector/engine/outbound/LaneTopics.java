// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * What one producer knows just now: the topics whose metadata it holds, the room in its buffer. A send that needs more
 * holds its thread. Thread-safe.
 */
final class LaneTopics {
    private static final int MAX_USED = 1_000;
    /** Kafka forgets the metadata of a topic after {@code metadata.max.idle.ms}, 5 s at least. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(4);

    private record Known(int partitionCount, long sinceNanos) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** Those that something was acknowledged of, as far as samples tell. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    private final @Nullable Metric availableBytes;
    private final @Nullable Metric connections;
    private final @Nullable Metric repeatedTries;
    private final long leastBytes;
    /** The last one noted; of the I/O thread. */
    private @Nullable String lastUsed;

    /**
     * @param kafka the producer
     * @param bufferBytes its buffer; a quarter of it counts as room, since others take some between look and send
     */
    LaneTopics(Producer<byte[], byte[]> kafka, long bufferBytes) {
        this.leastBytes = bufferBytes / 4;
        this.availableBytes = metric(kafka, "buffer-available-bytes");
        this.connections = metric(kafka, "connection-count");
        this.repeatedTries = metric(kafka, "record-retry-total");
    }

    private static @Nullable Metric metric(Producer<byte[], byte[]> kafka, String name) {
        for (var metric : kafka.metrics().entrySet()) {
            if (metric.getKey().name().equals(name) && metric.getKey().group().equals("producer-metrics")) {
                return metric.getValue();
            }
        }
        return null;
    }

    /** Whether the producer has a connection to any broker. */
    boolean isConnected() {
        return connections != null && connections.metricValue() instanceof Number count && count.longValue() > 0;
    }

    /** Sends that the producer has tried again by itself since it was built. */
    long repeatedTries() {
        return repeatedTries != null && repeatedTries.metricValue() instanceof Number count ? count.longValue() : 0;
    }

    /** Something was acknowledged of a topic; by the I/O thread. */
    void note(String topic) {
        if (topic.equals(lastUsed)) {
            return;
        }
        lastUsed = topic;
        if (used.size() < MAX_USED) {
            used.add(topic);
        }
    }

    /** Topics to fetch the metadata of before another producer takes over. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    /** The producer holds the metadata of a topic since just now. */
    void know(String topic, int partitionCount, long nowNanos) {
        known.put(topic, new Known(partitionCount, nowNanos));
    }

    /** Whether the producer holds the metadata that this message needs; if so, using it keeps it. */
    boolean isKnown(MqMessage message, long nowNanos) {
        var topic = known.get(message.topic());
        if (topic == null || nowNanos - topic.sinceNanos > FRESH_NANOS) {
            return false;
        }
        if (message.partition().isPresent() && message.partition().getAsInt() >= topic.partitionCount) {
            return false;
        }
        know(message.topic(), topic.partitionCount, nowNanos);
        return true;
    }

    /** Something is wrong with a topic: what was known of it is not any more. */
    void forget(String topic) {
        known.remove(topic);
    }

    /** Whether there is room in the producer's buffer. */
    boolean hasRoom() {
        return availableBytes == null
                || !(availableBytes.metricValue() instanceof Number bytes)
                || bytes.longValue() >= leastBytes;
    }
}
