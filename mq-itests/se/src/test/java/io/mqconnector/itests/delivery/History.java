// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that is known of what happened in a world, when it is over. Immutable.
 *
 * @param rules what it is held against
 * @param records what is in the topic, visible under the isolation of the group, as a plain client read it
 * @param deliveries what the members wrote down
 * @param samples what the group had committed, each value of a partition when it was first seen
 * @param causes what may let records come again
 * @param deadLetters what is in the dead-letter topic; the timestamps are the broker's, of its appending them
 * @param millisToNanos what a time in milliseconds since the epoch, made nanoseconds, lacks to {@link System#nanoTime()}
 * @param ends the offset behind the last record or marker of each partition
 * @param committedAfterQuiet when all seemed to be done
 * @param committedAfterClose when all members were closed
 */
record History(
        Rules rules,
        List<ConsumerRecord<byte[], byte[]>> records,
        Deliveries deliveries,
        List<Sample> samples,
        List<Cause> causes,
        List<ConsumerRecord<byte[], byte[]>> deadLetters,
        long millisToNanos,
        Map<Integer, Long> ends,
        Map<Integer, Long> committedAfterQuiet,
        Map<Integer, Long> committedAfterClose) {
    /** By how much the two clocks may drift apart while a world lasts. */
    private static final long DRIFT_NANOS = Duration.ofMillis(10).toNanos();

    History {
        records = List.copyOf(records);
        samples = List.copyOf(samples);
        causes = List.copyOf(causes);
        deadLetters = List.copyOf(deadLetters);
        ends = Map.copyOf(ends);
        committedAfterQuiet = Map.copyOf(committedAfterQuiet);
        committedAfterClose = Map.copyOf(committedAfterClose);
    }

    /** The difference of the two clocks now. */
    static long millisToNanosNow() {
        return System.nanoTime() - Duration.ofMillis(System.currentTimeMillis()).toNanos();
    }

    /** When a dead letter was appended, at the earliest. */
    long appendedNanos(ConsumerRecord<byte[], byte[]> deadLetter) {
        return Duration.ofMillis(deadLetter.timestamp()).toNanos() + millisToNanos - DRIFT_NANOS;
    }

    /** The dead letters by the number of their record. */
    Map<Long, List<ConsumerRecord<byte[], byte[]>>> deadLettersById() {
        var byId = new HashMap<Long, List<ConsumerRecord<byte[], byte[]>>>();
        for (var deadLetter : deadLetters) {
            byId.computeIfAbsent(Stamp.id(deadLetter.headers()), id -> new ArrayList<>())
                    .add(deadLetter);
        }
        return byId;
    }

    /** The records of each partition by offset. */
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> recordsByPartition() {
        var byPartition = new TreeMap<Integer, List<ConsumerRecord<byte[], byte[]>>>();
        for (var visible : records) {
            byPartition
                    .computeIfAbsent(visible.partition(), partition -> new ArrayList<>())
                    .add(visible);
        }
        byPartition.values().forEach(list -> list.sort(Comparator.comparingLong(ConsumerRecord::offset)));
        return byPartition;
    }

    /** Whether something lets {@code again} follow {@code first}, which was done or under way. */
    boolean isExplained(Delivery first, Delivery again) {
        for (Cause cause : causes) {
            if (cause.explains(first, again)) {
                return true;
            }
        }
        return isTimedOut(first);
    }

    /** A listener that returned too late counts as failed, whatever it thinks. */
    boolean isTimedOut(Delivery delivery) {
        return rules.handlerTimeoutNanos() > 0
                && delivery.endNanos() != Delivery.NEVER
                && delivery.endNanos() - delivery.startNanos() >= rules.handlerTimeoutNanos() * 8 / 10;
    }
}
