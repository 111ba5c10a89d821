// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Against a map of every offset received, with gaps as compaction leaves them. */
class FrontierModelTest {
    private record Slot(Segment segment, int index) {}

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Frontier frontier = new Frontier(0);
    /** Those received and not done. */
    private final TreeMap<Long, Slot> undone = new TreeMap<>();
    /** Whether each offset received is done. */
    private final TreeMap<Long, Boolean> received = new TreeMap<>();

    private long next;

    private void receive() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            next += random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
            records.add(DeliveryFixture.record(next, new byte[0]));
            next++;
        }
        var segment = new Segment(records, false);
        frontier.received(segment);
        next += random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        frontier.polledTo(new OffsetAndMetadata(next));
        for (int i = 0; i < count; i++) {
            undone.put(records.get(i).offset(), new Slot(segment, i));
            received.put(records.get(i).offset(), false);
        }
    }

    private void finishAny() {
        if (undone.isEmpty()) {
            return;
        }
        var offset = new ArrayList<>(undone.keySet()).get(random.nextInt(undone.size()));
        var slot = undone.remove(offset);
        received.put(offset, true);
        slot.segment.done(slot.index);
        frontier.finished(1);
    }

    private void check(String when) {
        long expected = undone.isEmpty() ? next : undone.firstKey();
        assertThat(frontier.offset()).as(when).isEqualTo(expected);
        assertThat(frontier.position().offset()).as(when).isEqualTo(expected);
        assertThat(frontier.inFlight()).as(when).isEqualTo(undone.size());
        assertThat(frontier.span())
                .as(when)
                .isEqualTo(received.tailMap(expected).size());
        assertThat(frontier.isUnfinishedBelow(expected)).as(when).isFalse();
        assertThat(frontier.isUnfinishedBelow(expected + 1)).as(when).isEqualTo(!undone.isEmpty());

        var all = frontier.doneBeyond(Integer.MAX_VALUE);
        var few = frontier.doneBeyond(2);
        assertThat(all.bounds()[0]).as(when).isEqualTo(expected);
        received.tailMap(expected).forEach((offset, isDone) -> {
            assertThat(all.contains(offset))
                    .as("%s, %s of %s", when, offset, all)
                    .isEqualTo(isDone);
            assertThat(!few.contains(offset) || isDone)
                    .as("%s, %s of %s", when, offset, few)
                    .isTrue();
        });
        assertThat(few.bounds()).as(when).startsWith(few.bounds()[0]).hasSizeLessThanOrEqualTo(5);
        assertThat(all.end()).as(when).isLessThanOrEqualTo(next);
    }

    @Test
    void isTheFirstUndoneOffsetAndKnowsExactlyWhatIsDoneBeyond() {
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(7) == 0) {
                receive();
            } else {
                finishAny();
            }
            check("seed " + seed + ", step " + i);
        }
    }
}
