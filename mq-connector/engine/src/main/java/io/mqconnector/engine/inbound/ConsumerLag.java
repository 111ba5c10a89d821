// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one consumer is behind. It learns where a partition ends with each fetch; of those that are paused, and therefore
 * not fetched, the cluster is asked from time to time.
 *
 * <p>Confined to the poll thread, but for what says so.
 */
final class ConsumerLag {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Consumer<byte[], byte[]> consumer;
    private final EndOffsets ends;
    private final LongSupplier nanoTime;

    private long measuredNanos;
    private long askedNanos;
    /** Set by the poll thread with a question, cleared by whoever brings the answer. */
    private volatile boolean isAsking;
    /** Where paused partitions end; replaced whole by whoever brings an answer. */
    private volatile Map<TopicPartition, Long> known = Map.of();
    /** Records behind in all assigned partitions; -1 before it is known. Written by the poll thread. */
    private volatile long records = -1;

    /**
     * @param consumer whose lag it is
     * @param ends of what is paused
     * @param nanoTime the clock
     */
    ConsumerLag(Consumer<byte[], byte[]> consumer, EndOffsets ends, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.ends = ends;
        this.nanoTime = nanoTime;
        this.measuredNanos = nanoTime.getAsLong();
        this.askedNanos = measuredNanos - ASK_NANOS;
    }

    /** Records behind in all assigned partitions; -1 while not known. For any thread. */
    long records() {
        return records;
    }

    /** Nothing is assigned any more. */
    void forget() {
        records = -1;
    }

    /**
     * Measures when it is time to.
     *
     * @return whether it was
     */
    boolean measureIfDue(Collection<PartitionFeed> assigned) {
        long now = nanoTime.getAsLong();
        if (now - measuredNanos < PERIOD_NANOS) {
            return false;
        }
        measuredNanos = now;
        var paused = consumer.paused();
        askIfDue(paused, now);
        long sum = 0;
        for (PartitionFeed feed : assigned) {
            long lag = of(feed, paused);
            if (lag < 0) {
                return true;
            }
            sum += lag;
        }
        records = sum;
        return true;
    }

    /** Records behind in a partition; -1 while not known. */
    long of(PartitionFeed feed) {
        return of(feed, consumer.paused());
    }

    private long of(PartitionFeed feed, Set<TopicPartition> paused) {
        var partition = feed.partition();
        var frontier = feed.assignment.frontier;
        // both are true as of some time, and an end only moves on: the larger one is as of later
        long unread = consumer.currentLag(partition).orElse(-1);
        var end = known.get(partition);
        if (end != null && paused.contains(partition)) {
            unread = Math.max(unread, Math.max(0, end - frontier.polledOffset()));
        }
        return unread < 0 ? -1 : unread + frontier.inFlight();
    }

    private void askIfDue(Set<TopicPartition> paused, long now) {
        if (paused.isEmpty() || isAsking || now - askedNanos < ASK_NANOS) {
            return;
        }
        isAsking = true;
        askedNanos = now;
        var asked = Set.copyOf(paused);
        var unused = ends.ask(asked).whenComplete((found, failure) -> {
            // without an answer it stays as it was: ends do not move back because nobody tells
            if (failure == null) {
                var next = new HashMap<>(known);
                next.keySet().retainAll(asked);
                next.putAll(found);
                known = Map.copyOf(next);
            }
            isAsking = false;
        });
    }
}
