// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnorderedTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture = new DeliveryFixture()
            .set("ordering", "unordered")
            .set("workers", "2")
            .set("retry-attempts", "3");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.of(listener));
    }

    @Test
    void letsAFailedRecordLeaveItsLaneAndTriesItAgain() {
        start();
        listener.fail(0, 2);
        listener.fail(2, 1);
        fixture.receive(0, 1, 2, 3, 4);

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1", "3/1", "4/1");
        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(
                        Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(1).toNanos());
        assertThat(fixture.frontier().offset()).isZero();
        assertThat(fixture.frontier().inFlight()).isEqualTo(2);

        fixture.timer.fire();
        fixture.timer.fire();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/2", "2/2");
        assertThat(fixture.frontier().inFlight()).isEqualTo(1);

        fixture.timer.fire();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/3");
        assertThat(fixture.frontier().offset()).isEqualTo(5);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    @Test
    void writesADeadLetterOfARecordThatHasLeftItsLane() {
        start();
        listener.fail(1);
        fixture.receive(0, 1, 2);
        fixture.executor.runAll();
        for (int i = 0; i < 2; i++) {
            fixture.timer.fire();
            fixture.executor.runAll();
        }

        assertThat(fixture.letters).hasSize(1);
        assertThat(fixture.frontier().offset()).isEqualTo(1);
        fixture.answerLetter(null);
        assertThat(fixture.frontier().offset()).isEqualTo(3);
        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1", "1/2", "1/3");
    }

    @Test
    void deliversByAsManyWorkersAsThereAre() {
        start();
        listener.during = metadata -> {
            listener.during = other -> {};
            // the second worker comes while the first is in the listener
            fixture.executor.runAll();
        };

        fixture.receive(0, 1, 2, 3);
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactlyInAnyOrder("0/1", "1/1", "2/1", "3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void keepsARecordThatHasLeftItsLaneThroughAPause() {
        start();
        listener.fail(0, 1);
        fixture.receive(0, 1);
        fixture.executor.runAll();
        var scheduler = fixture.assignment().deliveries.scheduler;
        scheduler.pause();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).doesNotContain("0/2");

        scheduler.resume();
        fixture.offerAll();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/2");
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void comesToAnEndOfOfferingARecordOutOfItsLaneThatStillMayNotBeStarted() {
        start();
        listener.fail(0, 1);
        fixture.receive(0, 1);
        fixture.executor.runAll();
        fixture.assignment().halt();
        fixture.timer.fire();
        fixture.executor.runAll();

        assertTimeoutPreemptively(Duration.ofSeconds(10), fixture::offerAll, "the poll thread never comes back");

        fixture.assignment().resume();
        assertThat(fixture.assignment().takeOfferDue()).isTrue();
        fixture.offerAll();
        fixture.executor.runAll();
        assertThat(listener.calls).endsWith("0/2");
    }

    @Test
    void countsTheFailureOfARecordThatHadBegunBeforeItsPartitionWasGivenUp() {
        start();
        listener.fail(0);
        listener.during = metadata -> fixture.assignment().close();

        fixture.receive(0);
        fixture.executor.runAll();

        assertThat(fixture.assignment().failureCounts()).containsEntry(0L, 1);
        assertThat(fixture.counters.failed.sum()).isEqualTo(1);
        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).as("not here").containsExactly("0/1");
    }
}
