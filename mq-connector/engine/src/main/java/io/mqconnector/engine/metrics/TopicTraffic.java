// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was sent, by topic: the first topics by name, up to a bound, all others together.
 *
 * <p>Thread-safe. On the hot path nothing is counted twice: a {@link Lane} counts by topic, and its total is their sum.
 * Finding the topic costs a comparison while it is the one of the message before.
 */
public final class TopicTraffic {
    /** Where topics beyond the bound are counted; a topic of that name, too. */
    public static final String OTHER = "other";

    private final int maxTopics;
    /** The names that have been let in; never taken out. */
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    /** Whether no other name is let in; set once, under {@link #lock}, after the last has been. */
    private volatile boolean full;

    private final Topic other = new Topic(OTHER);

    /** @param maxTopics how many topics have a name; 0 or more */
    public TopicTraffic(int maxTopics) {
        this.maxTopics = maxTopics;
        this.full = maxTopics == 0;
    }

    /**
     * One topic, since the start.
     *
     * @param topic its name, or {@link #OTHER}
     * @param acknowledgedCount messages acknowledged
     * @param failedCount messages that failed
     * @param bytes of keys and values acknowledged
     * @param timedCount acknowledgements that were timed, and those for which they stand
     * @param timedMicros their latencies together
     */
    public record Stats(
            String topic, long acknowledgedCount, long failedCount, long bytes, long timedCount, long timedMicros) {}

    /** Counts of one producer, for as long as it is used. */
    public Lane lane() {
        return new Lane(this);
    }

    /** A message was acknowledged that no {@link Lane} has counted; by any thread. */
    public void acknowledged(String topic, long bytes) {
        var counted = of(topic);
        counted.acknowledged.increment();
        counted.bytes.add(bytes);
    }

    /** A message has failed; by any thread. */
    public void failed(String topic) {
        of(topic).failed.increment();
    }

    /** Takes over what a lane has counted, which counts no more; once for each. */
    public void retire(Lane lane) {
        lane.cells.forEach((topic, cell) -> {
            var counted = of(topic);
            counted.acknowledged.add(cell.acknowledgedCount());
            counted.bytes.add(cell.bytes());
            counted.timed.add(cell.timedCount());
            counted.timedMicros.add(cell.timedMicros());
        });
    }

    /** Every topic that something was sent to; {@link #OTHER} if there are too many. */
    public List<Stats> stats(Collection<Lane> live) {
        var all = new ArrayList<Stats>();
        for (Topic topic : topics.values()) {
            all.add(topic.stats(live));
        }
        var rest = other.stats(live);
        if (rest.acknowledgedCount + rest.failedCount > 0) {
            all.add(rest);
        }
        return all;
    }

    private Topic of(String topic) {
        // first: the last that has been let in is found then
        boolean isFull = full;
        var known = topics.get(topic);
        if (known != null) {
            return known;
        }
        return isFull || topic.equals(OTHER) ? other : letIn(topic);
    }

    /** Many threads may have found the same name missing, or several names for the last place. */
    private Topic letIn(String topic) {
        lock.lock();
        try {
            var known = topics.get(topic);
            if (known != null || full) {
                return known == null ? other : known;
            }
            var made = new Topic(topic);
            topics.put(topic, made);
            full = topics.size() >= maxTopics;
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** One topic but for what live lanes have counted of it. */
    private static final class Topic {
        private final String name;
        private final LongAdder acknowledged = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder timed = new LongAdder();
        private final LongAdder timedMicros = new LongAdder();

        private Topic(String name) {
            this.name = name;
        }

        private Stats stats(Collection<Lane> live) {
            long acknowledgedCount = acknowledged.sum();
            long allBytes = bytes.sum();
            long timedCount = timed.sum();
            long micros = timedMicros.sum();
            for (Lane lane : live) {
                var cell = lane.cells.get(name);
                if (cell != null) {
                    acknowledgedCount += cell.acknowledgedCount();
                    allBytes += cell.bytes();
                    timedCount += cell.timedCount();
                    micros += cell.timedMicros();
                }
            }
            return new Stats(name, acknowledgedCount, failed.sum(), allBytes, timedCount, micros);
        }
    }

    /** What one producer has sent. Written by one thread at a time, read by any. */
    public static final class Lane {
        private final TopicTraffic traffic;
        /** By the topics' names; no more than have been let in, and {@link #OTHER}. */
        private final Map<String, Cell> cells = new ConcurrentHashMap<>();
        /** Of the last message; of the writer. */
        private @Nullable String lastTopic;
        /** Goes with {@link #lastTopic}; counts nothing before there is one. */
        private Cell last = new Cell();

        private Lane(TopicTraffic traffic) {
            this.traffic = traffic;
        }

        /** Where messages to this topic are counted; by the writer. */
        public Cell of(String topic) {
            if (topic.equals(lastTopic)) {
                return last;
            }
            var found = cells.get(topic);
            if (found == null) {
                found = cells.computeIfAbsent(traffic.of(topic).name, name -> new Cell());
            }
            lastTopic = topic;
            last = found;
            return found;
        }

        /** Messages acknowledged, to whichever topic. */
        public long acknowledgedCount() {
            long sum = 0;
            for (Cell cell : cells.values()) {
                sum += cell.acknowledgedCount();
            }
            return sum;
        }

        /** Bytes acknowledged, to whichever topic. */
        public long bytes() {
            long sum = 0;
            for (Cell cell : cells.values()) {
                sum += cell.bytes();
            }
            return sum;
        }
    }

    /** One topic of one producer. Written by one thread at a time, without a locked instruction, and read by any. */
    public static final class Cell {
        private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
        /** 16 longs are 128 bytes: two cache lines, since processors fetch them in pairs. */
        private static final int SPACING = 16;

        private static final int ACKNOWLEDGED = SPACING;
        private static final int BYTES = SPACING + 1;
        private static final int TIMED = SPACING + 2;
        private static final int TIMED_MICROS = SPACING + 3;

        /** The four in the middle are used: written by the one writer with release, read with acquire. */
        private final long[] longs = new long[2 * SPACING + 4];

        private Cell() {}

        /** One more; by the writer. */
        public void acknowledged(long bytes) {
            add(BYTES, bytes);
            add(ACKNOWLEDGED, 1);
        }

        /**
         * How long one took, of those that are timed; by the writer.
         *
         * @param standsFor how many messages, itself and those that are not timed
         */
        public void timed(long micros, int standsFor) {
            add(TIMED_MICROS, micros * standsFor);
            add(TIMED, standsFor);
        }

        private long acknowledgedCount() {
            return get(ACKNOWLEDGED);
        }

        private long bytes() {
            return get(BYTES);
        }

        private long timedCount() {
            return get(TIMED);
        }

        private long timedMicros() {
            return get(TIMED_MICROS);
        }

        private void add(int index, long amount) {
            LONGS.setRelease(longs, index, longs[index] + amount);
        }

        private long get(int index) {
            return (long) LONGS.getAcquire(longs, index);
        }
    }
}
