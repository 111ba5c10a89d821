// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Duplicates: what was done is delivered again only for a cause that is known, and what the group is known to have
 * committed only after a seek or by a member that has lost the partition. Without any cause there is none.
 */
final class DuplicateCheck implements Check {
    /** By how much the broker's clock may be coarser than ours. */
    private static final long CLOCK_NANOS = Duration.ofMillis(25).toNanos();

    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        var committed = committed(history);
        history.deliveries().byPlace().forEach((place, own) -> {
            for (int i = 1; i < own.size(); i++) {
                checkAgain(history, own.subList(0, i), own.get(i), committed, violations);
            }
        });
        checkDeadLetters(history, violations);
        return violations;
    }

    /** How many deliveries began after their record was done. */
    static long count(History history) {
        long count = 0;
        for (var own : history.deliveries().byPlace().values()) {
            for (int i = 1; i < own.size(); i++) {
                Delivery again = own.get(i);
                if (own.subList(0, i).stream().anyMatch(first -> isDone(first, again))) {
                    count++;
                }
            }
        }
        return count;
    }

    private static boolean isDone(Delivery first, Delivery again) {
        return first.isSure() && first.finishedNanos() <= again.startNanos();
    }

    private static void checkAgain(
            History history,
            List<Delivery> earlier,
            Delivery again,
            Map<Integer, NavigableMap<Long, Long>> committed,
            List<String> violations) {
        Delivery last = null;
        for (Delivery first : earlier) {
            boolean isUnderWay = first.endNanos() > again.startNanos();
            if (isDone(first, again) || isUnderWay) {
                last = first;
                if (!history.isExplained(first, again)) {
                    violations.add("duplicates: " + again + " after " + first
                            + (isUnderWay ? ", still under way" : ", done") + ": no cause");
                    break;
                }
            }
        }
        if (last != null && isCommitted(committed, again) && !isAllowedBehindCommit(history, again)) {
            violations.add("duplicates: " + again + " was committed already, " + last);
        }
    }

    /** For each partition what was committed, when first seen; only ever more. */
    private static Map<Integer, NavigableMap<Long, Long>> committed(History history) {
        var byPartition = new HashMap<Integer, NavigableMap<Long, Long>>();
        var samples = new ArrayList<>(history.samples());
        samples.sort((one, other) -> Long.compare(one.afterNanos(), other.afterNanos()));
        for (Sample sample : samples) {
            var known = byPartition.computeIfAbsent(sample.partition(), partition -> new TreeMap<>());
            var last = known.lastEntry();
            if (last == null || last.getValue() < sample.committed()) {
                known.put(sample.afterNanos(), sample.committed());
            }
        }
        return byPartition;
    }

    private static boolean isCommitted(Map<Integer, NavigableMap<Long, Long>> committed, Delivery again) {
        var known = committed.get(again.partition());
        var before = known == null ? null : known.lowerEntry(again.startNanos());
        return before != null && before.getValue() > again.offset();
    }

    /** It was sought back to, or the member does not know yet that the partition is another's. */
    private static boolean isAllowedBehindCommit(History history, Delivery again) {
        return history.causes().stream()
                .anyMatch(cause -> cause.isSeek()
                        ? cause.explains(again, again)
                        : cause.kind() != CauseKind.KILL && cause.explains(again, again));
    }

    private static void checkDeadLetters(History history, List<String> violations) {
        for (var deadLetter : history.deadLetters()) {
            checkAfterDeadLetter(history, deadLetter, violations);
        }
        if (!history.causes().isEmpty()) {
            return;
        }
        history.deadLettersById().forEach((id, list) -> {
            if (list.size() > 1) {
                violations.add("duplicates: " + list.size() + " dead letters of record " + id + ": no cause");
            }
        });
    }

    private static void checkAfterDeadLetter(
            History history, ConsumerRecord<byte[], byte[]> deadLetter, List<String> violations) {
        long id = Stamp.id(deadLetter.headers());
        for (var own : history.deliveries().byPlace().values()) {
            for (int i = 1; i < own.size() && own.get(0).recordId() == id; i++) {
                Delivery again = own.get(i);
                // once it has come again for a reason, it may fail again, too
                if (again.startNanos() > history.appendedNanos(deadLetter) + CLOCK_NANOS
                        && own.subList(0, i).stream().noneMatch(before -> history.isExplained(before, again))) {
                    violations.add("duplicates: " + again + " after its dead letter: no cause");
                }
            }
        }
    }
}
