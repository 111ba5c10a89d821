// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchMailboxTest {
    /** Remembers each batch as {@code offset/attempt ...}, and does what it is told. */
    private static final class ScriptedBatchListener implements MqBatchListener {
        final List<String> calls = new ArrayList<>();
        final Map<Long, MqContext> contexts = new HashMap<>();
        MqBatchListener action = batch -> {};

        @Override
        public void onBatch(List<MqDelivery> batch) throws Exception {
            var call = new StringBuilder();
            for (MqDelivery delivery : batch) {
                call.append(call.isEmpty() ? "" : " ")
                        .append(delivery.offset())
                        .append('/')
                        .append(delivery.attempt());
                contexts.put(delivery.offset(), delivery.context());
            }
            calls.add(call.toString());
            action.onBatch(batch);
        }
    }

    private final ScriptedBatchListener listener = new ScriptedBatchListener();
    private final DeliveryFixture fixture = new DeliveryFixture().set("batch-max-records", "4");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.ofBatches(listener));
    }

    private void receive(long... offsets) {
        fixture.receive(offsets);
        fixture.executor.runAll();
    }

    private void fireAndRun() {
        fixture.timer.fire();
        fixture.executor.runAll();
    }

    private static MqBatchListener failing(Exception failure) {
        return batch -> {
            throw failure;
        };
    }

    private static boolean has(List<MqDelivery> batch, long offset) {
        return batch.stream().anyMatch(delivery -> delivery.offset() == offset);
    }

    /** Throws for each batch with this record. */
    private static MqBatchListener failingOver(long offset, RuntimeException failure) {
        return batch -> {
            if (has(batch, offset)) {
                throw failure;
            }
        };
    }

    @Test
    void deliversWhatIsThereInBatchesOfBoundedSize() {
        start();

        receive(0, 1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "4/1 5/1 6/1 7/1", "8/1");
        assertThat(fixture.frontier().offset()).isEqualTo(9);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    @Test
    void takesABatchFromSeveralPolls() {
        start();
        fixture.receive(0, 1);

        receive(2, 3, 4);

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "4/1");
    }

    @Test
    void givesTheListenerABatchItCannotChange() {
        start();
        listener.action =
                batch -> assertThatThrownBy(() -> batch.remove(0)).isInstanceOf(UnsupportedOperationException.class);

        receive(0, 1);

        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void deliversRecordsOfOneKeyTogether() {
        fixture.set("ordering", "key").set("workers", "2");
        start();
        fixture.receiveKeys(0, "a", "b", "a", "b", "a");

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactlyInAnyOrder("0/1 2/1 4/1", "1/1 3/1");
    }

    @Test
    void waitsForMoreAsLongAsItMayWithoutAWorker() {
        fixture.set("batch-max-wait", "200ms");
        start();

        receive(0, 1);

        assertThat(listener.calls).isEmpty();
        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(Duration.ofMillis(200).toNanos());
        receive(2);
        assertThat(listener.calls).isEmpty();

        fireAndRun();

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1");
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void waitsNoLongerWhenThereIsEnough() {
        fixture.set("batch-max-wait", "200ms");
        start();
        receive(0, 1);

        receive(2, 3);

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1");
        // the timer finds nothing to do
        fireAndRun();
        assertThat(listener.calls).hasSize(1);
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void waitsItsWholeTimeAlsoWhenTheWaitBeforeHasEndedEarly() {
        fixture.set("batch-max-wait", "200ms");
        start();
        receive(0, 1);
        receive(2, 3);
        receive(4);
        assertThat(fixture.timer.tasks).hasSize(2);

        fireAndRun();

        assertThat(listener.calls).as("that was the timer of the first").containsExactly("0/1 1/1 2/1 3/1");
        fireAndRun();
        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "4/1");
    }

    @Test
    void doesNotWaitForMoreThanABatchAtFirst() {
        fixture.set("batch-max-wait", "200ms");
        start();

        receive(0, 1, 2, 3, 4);

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1");
        fireAndRun();
        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "4/1");
    }

    @Test
    void waitsEachTimeHoweverManyWereAcknowledgedBefore() {
        fixture.set("batch-max-wait", "200ms").set("auto-commit", "false");
        start();
        receive(0, 1, 2, 3);
        listener.contexts.values().forEach(MqContext::acknowledge);
        receive(4);
        assertThat(listener.calls).hasSize(1);

        receive(5);

        assertThat(listener.calls).as("two of four").hasSize(1);
        fireAndRun();
        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "4/1 5/1");
    }

    @Test
    void waitsAlsoAfterRecordsThatAnEarlierOwnerHasDone() {
        fixture.set("batch-max-wait", "200ms");
        start();
        var unused =
                fixture.feed(0, new CommitMetadata(1, new java.util.TreeMap<>(), new DoneRanges(new long[] {0, 1, 6})));
        receive(0, 1, 2, 3, 4, 5);
        fireAndRun();
        assertThat(listener.calls).containsExactly("0/1");
        receive(6);

        receive(7);

        assertThat(listener.calls).as("two of four").containsExactly("0/1");
        fireAndRun();
        assertThat(listener.calls).containsExactly("0/1", "6/1 7/1");
    }

    @Test
    void keepsWhatItHasGatheredThroughAPause() {
        fixture.set("batch-max-wait", "200ms");
        start();
        receive(0, 1);
        var scheduler = fixture.assignment().deliveries.scheduler;
        scheduler.pause();
        fireAndRun();
        assertThat(listener.calls).isEmpty();

        scheduler.resume();
        fixture.offerAll();
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1 1/1");
    }

    @Test
    void deliversNothingOnceThePartitionIsGivenUp() {
        fixture.set("batch-max-wait", "200ms");
        start();
        receive(0, 1);

        fixture.assignment().close();
        fireAndRun();

        assertThat(listener.calls).isEmpty();
        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
        assertThat(fixture.frontier().offset()).isZero();
    }

    @Test
    void triesTheWholeBatchAgainWhenItFails() {
        start();
        listener.action = failing(new java.io.IOException("told to fail"));
        receive(0, 1, 2);
        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(Duration.ofSeconds(1).toNanos());
        assertThat(fixture.frontier().inFlight()).isEqualTo(3);
        listener.action = batch -> {};
        receive(3);

        fireAndRun();

        assertThat(listener.calls)
                .as("as it was; what has come meanwhile is another batch")
                .containsExactly("0/1 1/1 2/1", "0/2 1/2 2/2", "3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void keepsWhatABatchHasDoneBeforeItFailed() {
        start();
        listener.action = batch -> {
            listener.action = again -> {};
            throw MqBatchException.afterDone(2, new IllegalStateException("told to fail"));
        };

        receive(0, 1, 2, 3);

        assertThat(fixture.frontier().offset()).isEqualTo(2);
        fireAndRun();
        assertThat(listener.calls).as("3 was not tried").containsExactly("0/1 1/1 2/1 3/1", "2/2 3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
        assertThat(fixture.counters.delivered.sum()).isEqualTo(4);
    }

    @Test
    void triesOnlyThoseAgainThatAreNamedAsFailed() {
        start();
        listener.action = batch -> {
            listener.action = again -> {};
            throw MqBatchException.ofFailed(List.of(batch.get(2), batch.get(1)), null);
        };

        receive(0, 1, 2, 3);

        assertThat(fixture.frontier().offset()).isEqualTo(1);
        assertThat(fixture.frontier().inFlight()).isEqualTo(2);
        fireAndRun();
        assertThat(listener.calls).as("in order").containsExactly("0/1 1/1 2/1 3/1", "1/2 2/2");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void takesFailedRecordsOfAnotherBatchAsFailureOfAll() {
        start();
        var earlier = new ArrayList<MqDelivery>();
        listener.action = earlier::addAll;
        receive(0);
        listener.action = failing(MqBatchException.ofFailed(earlier, null));

        receive(1, 2);

        assertThat(fixture.frontier().offset()).isEqualTo(1);
        assertThat(fixture.frontier().inFlight()).isEqualTo(2);
    }

    @Test
    void takesABatchOfWhichMoreIsDoneThanThereWasAsDone() {
        start();
        listener.action = failing(MqBatchException.afterDone(7, null));

        receive(0, 1);

        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.timer.tasks).isEmpty();
    }

    @Test
    void givesUpTheOneThatFailsAgainAndAgainAndNothingElse() {
        start();
        listener.action = batch -> {
            if (has(batch, 1)) {
                var at = batch.stream()
                        .filter(delivery -> delivery.offset() == 1)
                        .toList();
                throw MqBatchException.afterDone(batch.indexOf(at.get(0)), new IllegalStateException("told to fail"));
            }
        };
        receive(0, 1, 2, 3);
        fireAndRun();
        fireAndRun();

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1 3/1", "1/2 2/1 3/1", "1/3 2/1 3/1");
        assertThat(fixture.letters).hasSize(1);
        assertThat(fixture.letters
                        .element()
                        .record()
                        .headers()
                        .lastHeader("mq-dead-letter-offset")
                        .value())
                .asString()
                .isEqualTo("1");
        fixture.answerLetter(null);
        fixture.executor.runAll();
        assertThat(listener.calls).endsWith("2/1 3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void isolatesTheCulpritOfAThrownBatch() {
        fixture.set("batch-max-records", "500");
        start();
        listener.action = failingOver(250, new IllegalStateException("poison"));
        receive(LongStream.range(0, 500).toArray());
        fireAndRun();
        fireAndRun();

        assertThat(fixture.letters).hasSize(1);
        fixture.answerLetter(null);
        fixture.executor.runAll();
        while (!fixture.timer.tasks.isEmpty()) {
            fireAndRun();
        }

        assertThat(fixture.letters).as("no other").isEmpty();
        assertThat(fixture.counters.deadLetters.sum()).isEqualTo(1);
        assertThat(fixture.counters.delivered.sum()).isEqualTo(500);
        assertThat(fixture.frontier().offset()).isEqualTo(500);
        assertThat(fixture.assignment().failureCounts()).isEmpty();
        assertThat(listener.calls).hasSize(3 + 500);
        receive(500, 501);
        assertThat(listener.calls).as("together again").endsWith("500/1 501/1");
    }

    @Test
    void givesAnIsolatedRecordAllAttemptsThatAreLeft() {
        start();
        listener.action = batch -> {
            if (has(batch, 0)) {
                throw new MqRejectedException("never", null);
            }
            if (has(batch, 1) && batch.get(0).attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        };
        receive(0, 1);
        fixture.answerLetter(null);
        fixture.executor.runAll();

        assertThat(fixture.letters).as("1 has an attempt left").isEmpty();
        while (!fixture.timer.tasks.isEmpty()) {
            fireAndRun();
        }
        assertThat(listener.calls).containsExactly("0/1 1/1", "0/2", "1/2", "1/3");
        assertThat(fixture.counters.deadLetters.sum()).isEqualTo(1);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void triesAnIsolatedRecordAgainAndAgainWithoutALimit() {
        fixture.set("retry-attempts", "0");
        start();
        listener.action = batch -> {
            if (has(batch, 0)) {
                throw new MqRejectedException("never", null);
            }
            throw new IllegalStateException("not yet");
        };
        receive(0, 1);
        fixture.answerLetter(null);
        fixture.executor.runAll();
        for (int i = 0; i < 10; i++) {
            fireAndRun();
        }

        assertThat(fixture.letters).isEmpty();
        assertThat(listener.calls).endsWith("1/12");
    }

    @Test
    void deliversTheRecordThatStoppedItWithAsManyAttemptsAsANewOne() {
        fixture.set("failure-policy", "stop").set("retry-attempts", "2");
        start();
        listener.action = failing(new IllegalStateException("told to fail"));
        receive(0, 1);
        fireAndRun();
        fixture.errorExecutor.runAll();
        assertThat(fixture.errors)
                .extracting(MqConsumerError::kind)
                .containsExactly(MqConsumerError.Kind.PARTITION_STOPPED);
        assertThat(listener.calls).containsExactly("0/1 1/1", "0/2 1/2", "0/3");

        fixture.assignment().resumeStopped();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/4");
        assertThat(fixture.assignment().isHalted()).as("one attempt is left").isFalse();
        fireAndRun();
        assertThat(listener.calls).endsWith("0/5");
        assertThat(fixture.assignment().isHalted()).isTrue();
    }

    @Test
    void skipsOnlyTheCulprit() {
        fixture.set("failure-policy", "skip").set("retry-attempts", "1");
        start();
        listener.action = failingOver(1, new IllegalStateException("poison"));

        receive(0, 1, 2);

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1", "0/2", "1/2", "2/2");
        assertThat(fixture.counters.skipped.sum()).isEqualTo(1);
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void countsNoAttemptWhenThereIsNoEndpoint() {
        var refusals = new int[] {3};
        var unused = fixture.deliveries(new EndpointSource() {
            @Override
            public Endpoint acquire() throws EndpointUnavailableException {
                if (refusals[0]-- > 0) {
                    throw new EndpointUnavailableException("told to be", new IllegalStateException());
                }
                return (Endpoint) EndpointSource.ofBatches(listener);
            }

            @Override
            public boolean isBatch() {
                return true;
            }
        });

        receive(0, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(listener.calls).isEmpty();
            assertThat(fixture.timer.tasks)
                    .extracting(ManualTimer.Task::delayNanos)
                    .containsExactly(Duration.ofMillis(10L << i).toNanos());
            fireAndRun();
        }

        assertThat(listener.calls).containsExactly("0/1 1/1");
        assertThat(fixture.counters.failed.sum()).isZero();
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void isDoneAsItsRecordsAreAcknowledged() {
        fixture.set("auto-commit", "false");
        start();
        receive(0, 1, 2);
        assertThat(fixture.frontier().inFlight()).isEqualTo(3);

        assertThat(context(1).acknowledge()).isTrue();
        assertThat(fixture.frontier().offset()).isZero();
        assertThat(context(2).acknowledgeUpTo()).isTrue();

        assertThat(fixture.frontier().offset()).isEqualTo(3);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    @Test
    void triesThoseAgainThatWereNotAcknowledgedBeforeItFailed() {
        fixture.set("auto-commit", "false");
        start();
        listener.action = batch -> {
            listener.action = again -> {};
            batch.get(1).context().acknowledge();
            throw new IllegalStateException("told to fail");
        };
        receive(0, 1, 2);

        fireAndRun();

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1", "0/2 2/2");
        assertThat(context(2).acknowledgeUpTo()).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(3);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    @Test
    void deliversARecordOfABatchAgainAloneWhenItsTimeIsOver() {
        fixture.set("auto-commit", "false");
        fixture.clock.set(1);
        start();
        receive(0, 1, 2);
        assertThat(context(0).acknowledge()).isTrue();
        assertThat(context(2).acknowledge()).isTrue();

        fixture.clock.addAndGet(1_000);
        fixture.assignment().failOverdue(fixture.clock.get(), 1_000);
        fireAndRun();

        assertThat(listener.calls).containsExactly("0/1 1/1 2/1", "1/2");
        assertThat(context(1).acknowledge()).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void endsTheSubscriptionWhenOneOfItsRecordsSaysSo() {
        start();
        listener.action = batch -> batch.get(1).context().stop();

        receive(0, 1, 2, 3, 4);

        assertThat(listener.calls).hasSize(1);
        assertThat(fixture.stopCount).isEqualTo(1);
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void letsOtherLanesGoOnWhenThereIsNoOrder() {
        fixture.set("ordering", "unordered").set("workers", "2").set("batch-max-records", "2");
        start();
        listener.action = failingOver(0, new IllegalStateException("told to fail"));

        receive(0, 1, 2, 3, 4, 5);

        assertThat(listener.calls).containsExactlyInAnyOrder("0/1 1/1", "2/1 3/1", "4/1 5/1");
        listener.action = batch -> {};
        fireAndRun();
        assertThat(fixture.frontier().offset()).isEqualTo(6);
    }

    private MqContext context(long offset) {
        @Nullable MqContext context = listener.contexts.get(offset);
        if (context == null) {
            throw new AssertionError(offset + " was never delivered: " + listener.calls);
        }
        return context;
    }

    @Test
    void takesNothingSaidLaterOfARecordThatWasNotTried() {
        fixture.set("auto-commit", "false").set("retry-attempts", "0");
        start();
        listener.action = batch -> {
            throw MqBatchException.afterDone(0, new IllegalStateException("told to fail"));
        };
        receive(0, 1);
        var untried = listener.contexts.get(1L);

        assertThat(untried).isNotNull();
        assertThat(untried.acknowledge()).as("it is delivered again").isFalse();
        listener.action = batch -> batch.forEach(delivery -> delivery.context().acknowledge());
        fireAndRun();

        assertThat(listener.calls).containsExactly("0/1 1/1", "0/2 1/1");
        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.frontier().inFlight()).isZero();
    }

    /** The clock counts looks: a mailbox that spins is stopped. */
    private void startWithoutSpinning() {
        var looks = new AtomicInteger();
        var unused = fixture.set("auto-commit", "false").deliveries(EndpointSource.ofBatches(listener), () -> {
            assertThat(looks.incrementAndGet()).as("looks at the clock").isLessThan(1_000);
            return 1;
        });
    }

    private static void acknowledgeAndThrow(List<MqDelivery> batch) {
        batch.forEach(delivery -> delivery.context().acknowledge());
        throw new IllegalStateException("told to fail");
    }

    @Test
    void goesOnAfterAFailedBatchOfWhichAllWereAcknowledgedWhenItFailedAgain() {
        startWithoutSpinning();
        listener.action = failing(new IllegalStateException("told to fail"));
        receive(0, 1);
        listener.action = BatchMailboxTest::acknowledgeAndThrow;
        fireAndRun();
        listener.action = batch -> batch.forEach(delivery -> delivery.context().acknowledge());

        receive(2, 3);

        assertThat(listener.calls).containsExactly("0/1 1/1", "0/2 1/2", "2/1 3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }

    @Test
    void goesOnAfterAnIsolatedRecordThatWasAcknowledgedBeforeItFailed() {
        fixture.set("retry-attempts", "1");
        startWithoutSpinning();
        listener.action = batch -> {
            if (batch.size() == 1) {
                acknowledgeAndThrow(batch);
            }
            throw new IllegalStateException("told to fail");
        };
        receive(0, 1);
        listener.action = batch -> batch.forEach(delivery -> delivery.context().acknowledge());

        receive(2, 3);

        assertThat(listener.calls).containsExactly("0/1 1/1", "0/2", "1/2", "2/1 3/1");
        assertThat(fixture.frontier().offset()).isEqualTo(4);
    }
}
