// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Log: what was acknowledged is there once and where it was said to be, what was not written is not there, what is
 * unknown at most once; nothing else is there; and each key has one partition.
 */
final class LogCheck implements Check {
    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        var byId = history.byId();
        for (Attempt attempt : history.attempts()) {
            checkOutcome(attempt, byId.getOrDefault(attempt.id(), List.of()), violations);
        }
        byId.forEach((id, records) -> {
            if (id < 1 || id > history.attempts().size()) {
                violations.add("log: nobody sent " + records);
                return;
            }
            Attempt attempt = history.attempts().get(id - 1);
            records.forEach(found -> checkContent(attempt, found, violations));
        });
        checkPartitions(history, violations);
        return violations;
    }

    private static void checkOutcome(
            Attempt attempt, List<ConsumerRecord<byte[], byte[]>> records, List<String> violations) {
        var outcome = attempt.outcome();
        if (outcome == null) {
            return; // which is another check's
        }
        boolean isRight = switch (outcome.kind()) {
            case ACKNOWLEDGED ->
                records.size() == 1
                        && records.get(0).partition() == outcome.partition()
                        && records.get(0).offset() == outcome.offset();
            case NOT_WRITTEN -> records.isEmpty();
            case UNKNOWN -> records.size() <= 1;
        };
        if (!isRight) {
            violations.add("log: " + attempt + " is at " + places(records));
        }
    }

    private static void checkContent(Attempt attempt, ConsumerRecord<byte[], byte[]> found, List<String> violations) {
        boolean isWhole =
                Arrays.equals(found.key(), attempt.lane().keyBytes()) && Arrays.equals(found.value(), attempt.value());
        boolean isAstray = attempt.lane().partition() >= 0 && attempt.lane().partition() != found.partition();
        if (!isWhole || isAstray) {
            violations.add("log: " + attempt + " is not what " + places(List.of(found)) + " is");
        }
    }

    private static void checkPartitions(History history, List<String> violations) {
        Map<Integer, Attempt> first = new HashMap<>();
        for (Attempt attempt : history.attempts()) {
            var outcome = attempt.outcome();
            if (outcome == null || attempt.lane().key() < 0 || attempt.lane().partition() >= 0) {
                continue;
            }
            if (outcome.kind() == Outcome.Kind.ACKNOWLEDGED) {
                Attempt before = first.putIfAbsent(attempt.lane().key(), attempt);
                if (before != null && Objects.requireNonNull(before.outcome()).partition() != outcome.partition()) {
                    violations.add("log: one key in two partitions: " + before + ", " + attempt);
                }
            }
        }
    }

    private static List<String> places(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(each -> each.partition() + "@" + each.offset())
                .toList();
    }
}
