// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was sent, and what is in the log afterwards. Immutable.
 *
 * @param plan what was planned
 * @param longestOutage for which no broker was running
 * @param stoodStill for how long nothing went on in this JVM, between two moments
 * @param attempts by id, from 1 on
 * @param records in order within each partition
 */
record History(
        SeedPlan plan,
        Duration longestOutage,
        LongBinaryOperator stoodStill,
        List<Attempt> attempts,
        List<ConsumerRecord<byte[], byte[]>> records) {
    History {
        attempts = List.copyOf(attempts);
        records = List.copyOf(records);
    }

    /** What has an order: messages of one lane in one partition. */
    record Line(Lane lane, int partition) {}

    /** The records of each message, by its id. */
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> byId() {
        var byId = new HashMap<Integer, List<ConsumerRecord<byte[], byte[]>>>();
        records.forEach(each -> byId.computeIfAbsent(Attempt.id(each.value()), any -> new ArrayList<>())
                .add(each));
        return byId;
    }

    /** The acknowledged messages of each line. */
    Map<Line, List<Attempt>> lines() {
        var lines = new HashMap<Line, List<Attempt>>();
        for (Attempt attempt : attempts) {
            var outcome = attempt.outcome();
            if (attempt.lane().isOrdered() && outcome != null && outcome.kind() == Outcome.Kind.ACKNOWLEDGED) {
                lines.computeIfAbsent(new Line(attempt.lane(), outcome.partition()), any -> new ArrayList<>())
                        .add(attempt);
            }
        }
        return lines;
    }

    /** Two that are in another order than they were sent. */
    record Inversion(Attempt sentFirst, Attempt sentThen) {}

    /** All that such a list shows, at most one for each message. */
    static List<Inversion> inversions(List<Attempt> inOrder) {
        var inversions = new ArrayList<Inversion>();
        var lastOfBatch = new HashMap<Integer, Attempt>();
        Attempt earliest = null; // the one that was done first, of those behind
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            Attempt attempt = inOrder.get(i);
            Attempt behind = attempt.batch() < 0 ? null : lastOfBatch.put(attempt.batch(), attempt);
            if (behind != null && behind.isBefore(attempt)) {
                inversions.add(new Inversion(behind, attempt));
            } else if (earliest != null && earliest.isBefore(attempt)) {
                inversions.add(new Inversion(earliest, attempt));
            }
            if (earliest == null || attempt.doneTick() < earliest.doneTick()) {
                earliest = attempt;
            }
        }
        return inversions;
    }

    /** By the offset that was told. */
    static final Comparator<Attempt> BY_OFFSET =
            Comparator.comparingLong(attempt -> outcome(attempt).offset());

    /** By the moment at which it was told. */
    static final Comparator<Attempt> BY_TICK =
            Comparator.comparingLong(attempt -> outcome(attempt).tick());

    private static Outcome outcome(Attempt attempt) {
        var outcome = attempt.outcome();
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome: " + attempt);
        }
        return outcome;
    }
}
