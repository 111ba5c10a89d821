// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction.State;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalMailboxTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final FakeTransactions transactions = new FakeTransactions();
    private final DeliveryFixture fixture = new DeliveryFixture().set("transactional", "true");

    @BeforeEach
    void start() {
        fixture.clock.set(1);
        fixture.outlets =
                new Outlets(DeliveryFixture.NO_OUTLETS.producer(), transactions, DeliveryFixture.NO_OUTLETS.carriers());
        listener.during = this::sendOne;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void sendOne(MqMetadata metadata) {
        var unused = metadata.context().producer().sendAsync("out", "o" + metadata.offset());
    }

    private void receive(long... offsets) {
        var unused = fixture.deliveries(EndpointSource.of(listener));
        var membership = new RunOffsets.Membership();
        var metadata = new CommitMetadata(1, new TreeMap<>(), DoneRanges.NONE);
        membership.is(new MockConsumer<byte[], byte[]>("latest").groupMetadata());
        fixture.assignment().runOffsets(new RunOffsets(DeliveryFixture.PARTITION, metadata, membership));
        fixture.receive(offsets);
        fixture.executor.runAll();
    }

    private void fire() {
        fixture.timer.fire();
        fixture.executor.runAll();
    }

    @Test
    void commitsWhatARunSentTogetherWithThePositionBehindIt() {
        receive(0, 1, 2);

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1");
        assertThat(transactions.committed).containsExactly("out:o0", "out:o1", "out:o2", "@3");
        assertThat(transactions.begun).hasSize(1);
        assertThat(fixture.frontier().offset()).isEqualTo(3);
        assertThat(fixture.frontier().inFlight()).isZero();
        assertThat(fixture.counters.delivered.sum()).isEqualTo(3);
    }

    @Test
    void timesEachRecordOfARun() {
        listener.during =
                metadata -> fixture.clock.addAndGet(Duration.ofMillis(2).toNanos());

        receive(0, 1, 2);

        assertThat(transactions.committed).containsExactly("@3");
        assertThat(fixture.counters.processing().timedCount()).isEqualTo(3);
        assertThat(fixture.counters.processing().maxMicros()).isBetween(1_980L, 2_020L);
    }

    @Test
    void takesNoMoreRecordsIntoOneTransactionThanAllowed() {
        fixture.set("batch-max-records", "2");

        receive(0, 1, 2);

        assertThat(transactions.committed).containsExactly("out:o0", "out:o1", "@2", "out:o2", "@3");
    }

    @Test
    void endsARunThatTakesLong() {
        listener.during = metadata -> {
            sendOne(metadata);
            fixture.clock.addAndGet(Duration.ofMillis(60).toNanos());
        };

        receive(0, 1, 2, 3);

        assertThat(transactions.committed).containsExactly("out:o0", "out:o1", "@2", "out:o2", "out:o3", "@4");
    }

    @Test
    void abortsTheRunOfARecordThatFailsAndThenGoesRecordByRecordSoThatOnlyThatOneFails() {
        listener.fail(1, 1);

        receive(0, 1, 2);
        assertThat(transactions.committed).isEmpty();
        assertThat(transactions.begun.get(0).state()).isEqualTo(State.ABORTED);
        assertThat(fixture.frontier().offset()).isZero();
        fire();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/1", "1/2", "2/1");
        assertThat(transactions.committed).containsExactly("out:o0", "@1", "out:o1", "@2", "out:o2", "@3");
        assertThat(fixture.counters.failed.sum()).isEqualTo(1);
        assertThat(fixture.assignment().failureCounts()).isEmpty();
    }

    @Test
    void writesTheDeadLetterInTheTransactionThatSettlesItsRecord() {
        fixture.set("retry-attempts", "2");
        listener.fail(1);

        receive(0, 1, 2);
        fire();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/1", "1/2", "2/1");
        assertThat(transactions.committed).containsExactly("out:o0", "@1", "t.group.dlt:value 1", "@2", "out:o2", "@3");
        assertThat(fixture.letters).as("outside of the transaction").isEmpty();
        assertThat(fixture.counters.deadLetters.sum()).isEqualTo(1);
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void settlesARejectedRecordAfterThoseBeforeItWithoutFurtherAttempts() {
        listener.fail(1).failure = new MqRejectedException("never", null);

        receive(0, 1, 2);

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/1", "2/1");
        assertThat(transactions.committed).containsExactly("out:o0", "@1", "t.group.dlt:value 1", "@2", "out:o2", "@3");
    }

    @Test
    void tellsThatADeadLetterIsWrittenThatCouldNotBe() {
        fixture.set("retry-attempts", "1");
        listener.fail(0);
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.TIMED_OUT, MqOutcome.NOT_WRITTEN, null));
        receive(0);
        assertThat(fixture.deeds).isEmpty();

        fire();

        assertThat(transactions.committed).containsExactly("t.group.dlt:value 0", "@1");
        assertThat(fixture.deeds).containsExactly(ListenerObserver.Deed.RECOVERED);
    }

    @Test
    void skipsByATransactionOfItsOwn() {
        fixture.set("failure-policy", "skip").set("retry-attempts", "1");
        listener.fail(0);

        receive(0, 1);

        assertThat(transactions.committed).containsExactly("@1", "out:o1", "@2");
        assertThat(fixture.counters.skipped.sum()).isEqualTo(1);
    }

    @Test
    void standsStillAtARecordThatFailedForGoodAndTriesItAgainWhenResumed() {
        fixture.set("failure-policy", "stop").set("retry-attempts", "1");
        listener.fail(1, 1);

        receive(0, 1, 2);
        assertThat(transactions.committed).containsExactly("out:o0", "@1");
        assertThat(fixture.assignment().isHalted()).isTrue();
        fixture.assignment().resumeStopped();
        fixture.executor.runAll();

        assertThat(transactions.committed).containsExactly("out:o0", "@1", "out:o1", "@2", "out:o2", "@3");
    }

    @Test
    void triesADeadLetterAgainThatCouldNotBeWritten() {
        fixture.set("retry-attempts", "1");
        listener.fail(0);
        transactions.refusals.add(FakeTransactions.refusal(
                MqErrorCode.TRANSACTION_ABORTED, MqOutcome.NOT_WRITTEN, new IllegalStateException("topic missing")));

        receive(0, 1);
        assertThat(transactions.committed).isEmpty();
        assertThat(fixture.counters.failedDeadLetters.sum()).isEqualTo(1);
        fire();

        assertThat(transactions.committed).containsExactly("t.group.dlt:value 0", "@1", "out:o1", "@2");
        assertThat(listener.calls).as("not delivered again").containsExactly("0/1", "1/1");
    }

    @Test
    void countsNoAttemptWhenTheTransactionIsRefusedForNoFaultOfTheListener() {
        fixture.set("retry-attempts", "1");
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.PRODUCER_FENCED, MqOutcome.NOT_WRITTEN, null));
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.COMMIT_REFUSED, MqOutcome.NOT_WRITTEN, null));

        receive(0, 1);
        fire();
        fire();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/1", "1/1", "0/1", "1/1");
        assertThat(transactions.committed).containsExactly("out:o0", "out:o1", "@2");
        assertThat(fixture.counters.failed.sum()).isZero();
    }

    @Test
    void looksForTheRecordWhoseSendWasRefused() {
        fixture.set("retry-attempts", "1");
        var tooLarge = new MqSendException(
                MqErrorCode.MESSAGE_TOO_LARGE, MqOutcome.NOT_WRITTEN, "out", -1, "too large", null, false, false);
        var refusal = FakeTransactions.refusal(MqErrorCode.TRANSACTION_ABORTED, MqOutcome.NOT_WRITTEN, tooLarge);
        transactions.refusals.add(refusal);
        transactions.refusals.add(refusal);

        receive(0, 1);

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/1", "1/1");
        assertThat(transactions.committed).containsExactly("t.group.dlt:value 0", "@1", "out:o1", "@2");
    }

    @Test
    void endsItsConsumerWhenNobodyKnowsWhetherARunWasCommitted() {
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, null));

        receive(0, 1);

        assertThat(fixture.assignment().failure()).isNotNull();
        assertThat(fixture.assignment().mayStart()).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
        fixture.assignment().close();
        fixture.assignment().drop();
        assertThat(fixture.assignment().isAtRest()).as("no commit of ours").isFalse();
    }

    @Test
    void waitsWhileThereIsNoTransactionToBeHad() {
        transactions.unavailable.add(new MqConnectionException(MqErrorCode.POOL_EXHAUSTED, "none", null, true));

        receive(0);
        assertThat(listener.calls).isEmpty();
        fire();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(transactions.committed).containsExactly("out:o0", "@1");
    }

    @Test
    void commitsNothingOfAPartitionThatWasGivenUpMeanwhile() {
        listener.during = metadata -> {
            sendOne(metadata);
            fixture.assignment().close();
            fixture.assignment().drop();
        };

        receive(0, 1);

        assertThat(transactions.committed).isEmpty();
        assertThat(transactions.begun.get(0).state()).isEqualTo(State.ABORTED);
        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void abortsTheRunUnderWayWhenItsPartitionIsTakenAway() {
        listener.during = metadata -> {
            fixture.assignment().close();
            fixture.assignment().drop();
            fixture.assignment().abortRun();
            assertThat(transactions.begun.get(0).state()).isEqualTo(State.ABORTED);
        };

        receive(0);

        assertThat(transactions.committed).isEmpty();
    }

    @Test
    void asksForNoCommitOfItsOwnUntilItIsAtRest() {
        receive(0, 1);
        assertThat(fixture.assignment().isAtRest()).isFalse();

        fixture.assignment().close();
        fixture.assignment().drop();

        assertThat(fixture.assignment().isAtRest()).isTrue();
    }
}
