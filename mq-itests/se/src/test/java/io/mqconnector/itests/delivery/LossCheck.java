// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Nothing is lost: each record was handled, or went to the policy because it cannot be; what was sought back to was
 * delivered again; nothing else was delivered than what is in the log.
 */
final class LossCheck implements Check {
    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        var deadLetters = history.deadLettersById();
        for (var visible : history.records()) {
            long id = Stamp.id(visible.headers());
            var own = deadLetters.getOrDefault(id, List.of());
            if (history.rules().poison().test(id)) {
                checkPoison(history, visible, own, violations);
            } else {
                checkHealthy(history, visible, own, violations);
            }
        }
        checkSeeks(history, violations);
        checkStrangers(history, deadLetters, violations);
        return violations;
    }

    private static void checkHealthy(
            History history,
            ConsumerRecord<byte[], byte[]> visible,
            List<ConsumerRecord<byte[], byte[]>> deadLetters,
            List<String> violations) {
        var own = history.deliveries().of(visible.partition(), visible.offset());
        if (own.stream().noneMatch(Delivery::isFinished)) {
            violations.add("loss: never handled: " + name(visible) + ", deliveries " + own);
        }
        if (!deadLetters.isEmpty()) {
            violations.add(
                    "loss: dead letter of a record that can be handled: " + name(visible) + ", deliveries " + own);
        }
    }

    private static void checkPoison(
            History history,
            ConsumerRecord<byte[], byte[]> visible,
            List<ConsumerRecord<byte[], byte[]>> deadLetters,
            List<String> violations) {
        var own = history.deliveries().of(visible.partition(), visible.offset());
        // by an acknowledgement up to a later record: it only ever fails itself
        boolean isAcknowledged = own.stream().anyMatch(Delivery::isFinished);
        if (!isAcknowledged && own.stream().noneMatch(history.rules()::isLast)) {
            violations.add("loss: not tried as often as it should be: " + name(visible) + ", deliveries " + own);
        }
        if (!isAcknowledged && history.rules().policy() == Policy.DEAD_LETTER && deadLetters.isEmpty()) {
            violations.add("loss: no dead letter of " + name(visible) + ", deliveries " + own);
        }
        for (var deadLetter : deadLetters) {
            String difference = difference(visible, deadLetter);
            if (!difference.isEmpty()) {
                violations.add("loss: dead letter of " + name(visible) + ": " + difference);
            }
        }
    }

    /** What a dead letter has not as its record has it; empty if nothing. */
    static String difference(ConsumerRecord<byte[], byte[]> origin, ConsumerRecord<byte[], byte[]> deadLetter) {
        if (!Arrays.equals(origin.key(), deadLetter.key())) {
            return "other key";
        }
        if (!Arrays.equals(origin.value(), deadLetter.value())) {
            return "other value";
        }
        var added = new ArrayList<Header>();
        var expected = List.of(origin.headers().toArray());
        int next = 0;
        for (Header header : deadLetter.headers()) {
            if (next < expected.size() && expected.get(next).equals(header)) {
                next++;
            } else {
                added.add(header);
            }
        }
        if (next < expected.size()) {
            return "header " + expected.get(next).key() + " is missing or changed";
        }
        // by value, whatever they are called
        var facts = new HashSet<String>();
        for (Header header : added) {
            if (header.value() != null) {
                facts.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        for (String fact :
                List.of(origin.topic(), Integer.toString(origin.partition()), Long.toString(origin.offset()))) {
            if (!facts.contains(fact)) {
                return "no header says " + fact + " of its origin";
            }
        }
        return "";
    }

    /** What lies between the new position and where the group had got to comes once more. */
    private static void checkSeeks(History history, List<String> violations) {
        var byPartition = history.recordsByPartition();
        for (Cause cause : history.causes()) {
            if (cause.kind() != CauseKind.SEEK) {
                continue;
            }
            for (var visible : byPartition.getOrDefault(cause.partition(), List.of())) {
                boolean isWithin = visible.offset() >= cause.offset() && visible.offset() < cause.endOffset();
                if (isWithin
                        && history.deliveries().of(visible.partition(), visible.offset()).stream()
                                .noneMatch(delivery -> delivery.startNanos() >= cause.sinceNanos())) {
                    violations.add("loss: not delivered again after " + cause + ": " + name(visible));
                }
            }
        }
    }

    private static void checkStrangers(
            History history, Map<Long, List<ConsumerRecord<byte[], byte[]>>> deadLetters, List<String> violations) {
        var ids = new HashMap<Deliveries.Place, Long>();
        var known = new HashSet<Long>();
        for (var visible : history.records()) {
            long id = Stamp.id(visible.headers());
            ids.put(new Deliveries.Place(visible.partition(), visible.offset()), id);
            known.add(id);
        }
        history.deliveries().byPlace().forEach((place, own) -> {
            Long id = ids.get(place);
            if (id == null ? !history.rules().isCompacted() : id != own.get(0).recordId()) {
                violations.add("loss: not what is in the log: " + own);
            }
        });
        if (!history.rules().isCompacted()) {
            deadLetters.keySet().stream()
                    .filter(id -> !known.contains(id))
                    .forEach(id -> violations.add("loss: dead letter of an unknown record " + id));
        }
    }

    private static String name(ConsumerRecord<byte[], byte[]> visible) {
        return visible.partition() + "@" + visible.offset() + " id " + Stamp.id(visible.headers());
    }
}
