// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Order: of a key, or a partition, the first successful deliveries begin in the order of their offsets; and within one
 * member and assignment no two deliveries of it overlap, failed ones included.
 */
final class OrderCheck implements Check {
    private static final Comparator<Delivery> BY_START =
            Comparator.comparingLong(Delivery::startNanos).thenComparingLong(Delivery::number);

    /** What is in order: a partition, or a key of it. */
    private record Line(int partition, @Nullable Bytes key) {}

    private record Lane(String member, Line line) {}

    @Override
    public List<String> violations(History history) {
        var violations = new ArrayList<String>();
        if (history.rules().order() == Order.UNORDERED) {
            return violations;
        }
        var keys = keys(history);
        var firsts = new HashMap<Line, List<Delivery>>();
        var lanes = new HashMap<Lane, List<Delivery>>();
        history.deliveries().byPlace().forEach((place, own) -> {
            if (history.rules().order() == Order.KEY && !keys.containsKey(place)) {
                return; // compacted away: nobody knows its key any more
            }
            var line = new Line(place.partition(), keys.get(place));
            own.stream()
                    .filter(Delivery::isNormal)
                    .findFirst()
                    .ifPresent(first -> firsts.computeIfAbsent(line, any -> new ArrayList<>())
                            .add(first));
            for (Delivery delivery : own) {
                lanes.computeIfAbsent(new Lane(delivery.member(), line), any -> new ArrayList<>())
                        .add(delivery);
            }
        });
        firsts.forEach((line, list) -> checkOrder(line, list, violations));
        lanes.values().forEach(list -> checkOverlap(history, list, violations));
        return violations;
    }

    private static Map<Deliveries.Place, @Nullable Bytes> keys(History history) {
        var keys = new HashMap<Deliveries.Place, @Nullable Bytes>();
        for (var visible : history.records()) {
            boolean isByKey = history.rules().order() == Order.KEY && visible.key() != null;
            keys.put(
                    new Deliveries.Place(visible.partition(), visible.offset()),
                    isByKey ? Bytes.wrap(visible.key()) : null);
        }
        return keys;
    }

    private static void checkOrder(Line line, List<Delivery> firsts, List<String> violations) {
        firsts.sort(BY_START);
        for (int i = 1; i < firsts.size(); i++) {
            if (firsts.get(i).offset() < firsts.get(i - 1).offset()) {
                violations.add("order: of " + line.partition() + "/" + Objects.toString(line.key(), "all") + " "
                        + firsts.get(i - 1) + " came before " + firsts.get(i));
            }
        }
    }

    private static void checkOverlap(History history, List<Delivery> lane, List<String> violations) {
        lane.sort(BY_START);
        for (int i = 1; i < lane.size(); i++) {
            Delivery before = lane.get(i - 1);
            Delivery next = lane.get(i);
            // the records of a batch begin at one moment
            boolean isSameBatch = history.rules().form() == Form.BATCH && next.startNanos() == before.startNanos();
            if (next.startNanos() < before.endNanos() && !isSameBatch && !isExcused(history, before, next)) {
                violations.add("order: " + next + " began while " + before + " was under way");
            }
        }
    }

    private static boolean isExcused(History history, Delivery before, Delivery next) {
        return history.causes().stream().anyMatch(cause -> cause.excusesOverlap(before, next));
    }
}
