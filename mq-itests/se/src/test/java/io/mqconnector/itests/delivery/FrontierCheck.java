// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The frontier: whenever the group was seen to have committed an offset, every record before it was finished; in the end
 * all is committed. What an event says is written before the connector can know it, and a commit is seen after it was
 * made: so a sound connector never fails this, however the threads are scheduled.
 */
final class FrontierCheck implements Check {
    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        var finished = finished(history);
        var reported = new HashMap<Integer, Long>();
        for (Sample sample : history.samples()) {
            var worst =
                    finished.getOrDefault(sample.partition(), new TreeMap<>()).lowerEntry(sample.committed());
            if (worst != null
                    && worst.getValue().nanos() > sample.afterNanos()
                    && reported.putIfAbsent(sample.partition(), sample.committed()) == null) {
                violations.add("frontier: committed " + sample + " before "
                        + worst.getValue().what() + " was finished, "
                        + history.deliveries()
                                .of(sample.partition(), worst.getValue().offset()));
            }
        }
        checkEnd("after quiet", history, history.committedAfterQuiet(), violations);
        checkEnd("after close", history, history.committedAfterClose(), violations);
        return violations;
    }

    /** When a record was finished, or one before it if that was later. */
    private record Finish(long offset, long nanos, String what) {}

    private static Map<Integer, NavigableMap<Long, Finish>> finished(History history) {
        var deadLetters = history.deadLettersById();
        var byPartition = new HashMap<Integer, NavigableMap<Long, Finish>>();
        history.recordsByPartition().forEach((partition, records) -> {
            var finishes = new TreeMap<Long, Finish>();
            Finish latest = null;
            for (var visible : records) {
                long nanos = finishedNanos(history, visible, deadLetters);
                if (latest == null || nanos > latest.nanos()) {
                    latest = new Finish(
                            visible.offset(),
                            nanos,
                            partition + "@" + visible.offset() + " id " + Stamp.id(visible.headers()));
                    finishes.put(visible.offset(), latest);
                }
            }
            byPartition.put(partition, finishes);
        });
        return byPartition;
    }

    private static long finishedNanos(
            History history,
            ConsumerRecord<byte[], byte[]> visible,
            Map<Long, List<ConsumerRecord<byte[], byte[]>>> deadLetters) {
        long finished = Delivery.NEVER;
        long id = Stamp.id(visible.headers());
        boolean isSkipped = history.rules().policy() == Policy.SKIP
                && history.rules().poison().test(id);
        for (Delivery delivery : history.deliveries().of(visible.partition(), visible.offset())) {
            finished = Math.min(finished, delivery.finishedNanos());
            if (isSkipped && history.rules().isLast(delivery)) {
                finished = Math.min(finished, delivery.endNanos());
            }
        }
        for (var deadLetter : deadLetters.getOrDefault(id, List.of())) {
            finished = Math.min(finished, history.appendedNanos(deadLetter));
        }
        return finished;
    }

    private static void checkEnd(String when, History history, Map<Integer, Long> committed, List<String> violations) {
        history.ends().forEach((partition, end) -> {
            long there = committed.getOrDefault(partition, 0L);
            if (there != end) {
                violations.add("frontier: " + when + " committed " + there + " of " + end + " in partition " + partition
                        + ", where there was " + history.deliveries().of(partition, there));
            }
        });
    }
}
