// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqDelivery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ModelListenerTest {
    private static final EnumSet<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.TIMEOUTS, Feature.STOPS));
    private static final SeedPlan MANUAL = plan(Form.MANUAL);
    private static final SeedPlan BATCH = plan(Form.BATCH);

    private final MemoryJournal journal = new MemoryJournal();
    private final MemberJournal member = new MemberJournal("m1", journal);

    private static SeedPlan plan(Form form) {
        return LongStream.range(0, 64)
                .mapToObj(seed -> SeedPlan.of(seed, FEATURES))
                .filter(plan -> plan.form() == form && plan.handlerTimeoutMillis() == 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesDownWhatItSaysOfEachRecordThatItAcknowledgesItself() throws Exception {
        var later = Executors.newSingleThreadScheduledExecutor();
        var listener = new ModelListener(MANUAL, member, later);
        var behaviour = new Behaviour(MANUAL);
        var deliveries = LongStream.range(0, 3_000)
                .mapToObj(id -> new FakeDelivery(id, 1, id % 2 == 0))
                .toList();

        int failed = 0;
        for (var delivery : deliveries) {
            failed += catchThrowable(() -> listener.onMessage(delivery, delivery)) == null ? 0 : 1;
        }
        later.shutdown();

        assertThat(later.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        var read = Deliveries.of(journal.events());
        assertThat(read.all()).hasSize(3_000);
        assertThat(read.all().stream().filter(delivery -> delivery.outcome() == EventKind.FAIL))
                .hasSize(failed)
                .isNotEmpty();
        for (var delivery : deliveries) {
            var written = read.of(0, delivery.offset()).get(0);
            boolean isAcknowledged = delivery.acknowledged.get() + delivery.acknowledgedUpTo.get() == 1;
            assertThat(written.isSure()).isEqualTo(isAcknowledged && delivery.offset() % 2 == 0);
            boolean isNever = behaviour.acknowledgement(delivery.offset(), 1) == Behaviour.Acknowledgement.NEVER;
            assertThat(isAcknowledged).isEqualTo(written.outcome() == EventKind.RETURN && !isNever);
        }
        assertThat(deliveries).anyMatch(delivery -> delivery.acknowledgedUpTo.get() == 1);
    }

    @Test
    void writesDownWhatItSaysOfABatch() {
        var listener = new ModelBatchListener(BATCH, member);
        var said = new ArrayList<Boolean>();
        int partly = 0;
        for (int from = 0; from < 4_000; from += 8) {
            List<MqDelivery> batch = LongStream.range(from, from + 8)
                    .<MqDelivery>mapToObj(id -> new FakeDelivery(id, 1, true))
                    .toList();

            var thrown = catchThrowable(() -> listener.onBatch(batch));

            var partial = thrown instanceof MqBatchException exception ? exception : null;
            partly += partial == null ? 0 : 1;
            for (int i = 0; i < batch.size(); i++) {
                boolean isNamed = partial != null && partial.failed().contains(batch.get(i));
                boolean isBefore = partial != null && (partial.doneCount() < 0 || i < partial.doneCount());
                said.add(thrown == null || (isBefore && !isNamed));
            }
        }

        assertThat(partly).isPositive();
        assertThat(said).contains(true, false);
        var read = Deliveries.of(journal.events());
        for (int id = 0; id < said.size(); id++) {
            assertThat(read.of(0, id))
                    .singleElement()
                    .extracting(Delivery::isSure)
                    .isEqualTo(said.get(id));
        }
    }
}
