// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener says beyond returning and throwing; acknowledgement has a test of its own. */
class DeliveryContextTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.of(listener));
    }

    @Test
    void knowsListenerAndGroup() {
        start();
        listener.keepsContexts();
        fixture.receive(0);
        fixture.executor.runAll();

        assertThat(listener.context(0).listener()).isEqualTo("listener");
        assertThat(listener.context(0).group()).isEqualTo("group");
    }

    @Test
    void countsASkippedRecordAsDone() {
        start();
        listener.during = metadata -> metadata.context().skip("of another tenant");
        fixture.receive(0, 1);

        fixture.executor.runAll();

        assertThat(fixture.counters.skipped.sum()).isEqualTo(2);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void skipsNothingWhenTheListenerThrows() {
        start();
        listener.fail(0, 1).during = metadata -> {
            if (metadata.attempt() == 1) {
                metadata.context().skip("no");
            }
        };
        fixture.receive(0);

        fixture.executor.runAll();

        assertThat(fixture.counters.skipped.sum()).isZero();
        assertThat(fixture.frontier().offset()).isZero();
    }

    @Test
    void acknowledgesASkippedRecord() {
        fixture.set("auto-commit", "false");
        start();
        listener.during = metadata -> metadata.context().skip("of another tenant");
        fixture.receive(0, 1);

        fixture.executor.runAll();

        assertThat(fixture.counters.skipped.sum()).isEqualTo(2);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    @Test
    void endsTheSubscriptionWithTheRecordDone() {
        start();
        listener.during = metadata -> {
            metadata.context().stop();
            metadata.context().stop();
        };
        fixture.receive(0, 1, 2);

        fixture.executor.runAll();
        fixture.offerAll();
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(fixture.frontier().offset()).isEqualTo(1);
        assertThat(fixture.stopCount).isEqualTo(1);
        assertThat(fixture.assignment().deliveries.isStopped()).isTrue();
    }

    @Test
    void endsTheSubscriptionAlsoWhenTheListenerThrows() {
        start();
        listener.fail(0).during = metadata -> metadata.context().stop();
        fixture.receive(0, 1);

        fixture.executor.runAll();

        assertThat(fixture.stopCount).isEqualTo(1);
        assertThat(fixture.frontier().offset()).as("not done: given back").isZero();
        while (!fixture.timer.tasks.isEmpty()) {
            fixture.timer.fire();
            fixture.executor.runAll();
        }
        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void endsTheSubscriptionOnceWhenSeveralRecordsSaySo() {
        fixture.set("ordering", "key").set("workers", "2");
        start();
        listener.during = metadata -> {
            metadata.context().stop();
            if (metadata.offset() == 0) {
                // a second worker has begun before, and returns while the first is still in the listener
                fixture.executor.runAll();
            }
        };
        fixture.receiveKeys(0, "a", "b");

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1");
        assertThat(fixture.stopCount).isEqualTo(1);
    }

    @Test
    void startsNoOtherPartitionsRecordsEither() {
        start();
        var other = new PartitionAssignment(
                new org.apache.kafka.common.TopicPartition("t", 1),
                fixture.assignment().deliveries,
                0,
                new java.util.TreeMap<>());
        listener.during = metadata -> metadata.context().stop();
        fixture.receive(0);

        fixture.executor.runAll();

        assertThat(other.mayStart()).isFalse();
    }
}
