// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What one subscription has done, added up over its consumers and assignments. Thread-safe.
 *
 * <p>What is counted with each record is counted by topic only: an assignment knows its topic's counters, and a sum over all
 * topics is made when somebody asks.
 */
final class InboundCounters {
    final Sum received = new Sum(topic -> topic.received.sum());
    final Sum delivered = new Sum(TopicCounters::deliveredCount);
    final Sum failed = new Sum(topic -> topic.failed.sum());
    final Sum skipped = new Sum(topic -> topic.skipped.sum());
    final Sum deadLetters = new Sum(topic -> topic.deadLetters.sum());
    final Sum recognised = new Sum(topic -> topic.recognised.sum());
    /** Received and given up undone: some other member receives them again. */
    final LongAdder dropped = new LongAdder();

    final LongAdder failedDeadLetters = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder redelivered = new LongAdder();
    final LongAdder commits = new LongAdder();
    final LongAdder failedCommits = new LongAdder();
    final LongAdder revoked = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder cutOff = new LongAdder();
    final LongAdder restarts = new LongAdder();
    final LongAdder pauses = new LongAdder();
    /** As Kafka's consumers count them; added about once a second. */
    final LongAdder bytes = new LongAdder();

    private final LatencyWindow processing;
    private final LatencyWindow.Writer processed;

    private final int maxTopics;
    private final Map<String, TopicCounters> topics = new ConcurrentHashMap<>();
    private final TopicCounters other = new TopicCounters();
    /** Only one topic at a time is let in. */
    private final ReentrantLock letIn = new ReentrantLock();

    /**
     * @param maxTopics how many topics have counters of their own
     * @param nanoTime the clock
     */
    InboundCounters(int maxTopics, LongSupplier nanoTime) {
        this.maxTopics = maxTopics;
        this.processing = new LatencyWindow(nanoTime);
        this.processed = processing.sharedWriter();
    }

    /** Those of a topic: looked up once for each assignment. */
    TopicCounters of(String topic) {
        letIn.lock();
        try {
            var known = topics.get(topic);
            if (known != null) {
                return known;
            }
            if (topics.size() >= maxTopics || topic.equals(TopicTraffic.OTHER)) {
                return other;
            }
            var made = new TopicCounters();
            topics.put(topic, made);
            return made;
        } finally {
            letIn.unlock();
        }
    }

    /** Some calls of the listener have taken so long, all together. */
    void processed(long nanos, int calls) {
        processed.recordMicros(TimeUnit.NANOSECONDS.toMicros(nanos / calls), calls);
    }

    /** How long calls took in the last minute, and how many records a second were done. */
    LatencyWindow.Snapshot processing() {
        return processing.snapshot(delivered.sum());
    }

    /** By topic. */
    List<TopicRecords> byTopic() {
        var all = new ArrayList<TopicRecords>();
        topics.forEach((topic, counters) -> all.add(records(topic, counters)));
        if (other.received.sum() > 0) {
            all.add(records(TopicTraffic.OTHER, other));
        }
        return all;
    }

    private static TopicRecords records(String topic, TopicCounters counters) {
        return new TopicRecords(
                topic,
                counters.received.sum(),
                counters.handled.sum(),
                counters.skipped.sum(),
                counters.deadLetters.sum(),
                counters.failed.sum());
    }

    /** The same counter of all topics. */
    final class Sum {
        private final ToLongFunction<TopicCounters> counter;

        private Sum(ToLongFunction<TopicCounters> counter) {
            this.counter = counter;
        }

        long sum() {
            long sum = counter.applyAsLong(other);
            for (TopicCounters topic : topics.values()) {
                sum += counter.applyAsLong(topic);
            }
            return sum;
        }
    }
}
