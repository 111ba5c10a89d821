// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.api.MqTransaction.State;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.inbound.ManualTimer;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.PoolSettings;
import io.mqconnector.engine.pool.ProducerNaming;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ScriptedSource;
import io.mqconnector.spi.PayloadConverters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalTransactionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ConsumerGroupMetadata group = new MockConsumer<byte[], byte[]>("latest").groupMetadata();
    private final ScriptedSource source = new ScriptedSource();
    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong clock = new AtomicLong();
    private final List<MqErrorCode> errors = new ArrayList<>();
    private final ProducerPool pool = new ProducerPool(
            source,
            new ProducerNaming("c", "mq-node-1-tx"),
            new PoolSettings(
                    2,
                    0,
                    2,
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    Duration.ofMillis(1),
                    Duration.ofSeconds(5),
                    Duration.ZERO),
            Runnable::run,
            timer,
            clock::get);
    private final ExclusiveContext context = new ExclusiveContext(
            pool,
            new Payloads(PayloadConverters.of(LocalTransactionTest.class.getClassLoader()), errors::add),
            errors::add,
            new TopicTraffic(100),
            Runnable::run,
            clock::get);
    private final Transactions transactions = new Transactions(context, "node-1", timer);

    @AfterEach
    void close() {
        transactions.close();
        pool.close();
        timer.shutdownNow();
    }

    private MockProducer<byte[], byte[]> kafka() {
        return source.built.get(source.built.size() - 1);
    }

    private static MqTransactionException failure(Runnable call) {
        return catchThrowableOfType(MqTransactionException.class, call::run);
    }

    private static MqErrorCode refusal(MqTransaction transaction) {
        var failure = catchThrowableOfType(
                CompletionException.class,
                () -> transaction.sendAsync("t", "late").toCompletableFuture().join());
        assertThat(failure.getCause()).isInstanceOf(MqSendException.class);
        assertThat(((MqSendException) failure.getCause()).outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        return ((MqSendException) failure.getCause()).code();
    }

    /** As Kafka does what follows from an answer. */
    private static void onAnotherThread(Runnable work) throws InterruptedException {
        var io = new Thread(work, "io");
        io.start();
        io.join();
    }

    @Test
    void commitsWhatWasSentAndGivesTheProducerBack() {
        var transaction = transactions.begin();
        var receipt = transaction.send("t", "k", "v");
        assertThat(receipt.topic()).isEqualTo("t");
        assertThat(transaction.state()).isEqualTo(State.OPEN);
        assertThat(transactions.stats().activeCount()).isEqualTo(1);

        transaction.commit();

        assertThat(transaction.state()).isEqualTo(State.COMMITTED);
        assertThat(kafka().history()).hasSize(1);
        assertThat(pool.stats().idleCount()).isEqualTo(1);
        assertThat(transactions.stats().committedCount()).isEqualTo(1);
        assertThat(transactions.stats().activeCount()).isZero();
    }

    @Test
    void usesTheSameProducerAndIdForTheNext() {
        transactions.begin().commit();
        try (var second = transactions.begin()) {
            assertThat(second.transactionalId()).isEqualTo("mq-node-1-tx-0");
        }
        assertThat(source.built).hasSize(1);
    }

    @Test
    void abortsWhenItIsClosedWithoutACommit() {
        try (var transaction = transactions.begin()) {
            var unused = transaction.sendAsync("t", "v");
        }

        assertThat(kafka().transactionAborted()).isTrue();
        assertThat(kafka().history()).isEmpty();
        assertThat(transactions.stats().abortedCount()).isEqualTo(1);
        assertThat(pool.stats().idleCount()).isEqualTo(1);
    }

    @Test
    void takesNothingAfterItsEndNotEvenWhenSomebodyElseHasTheProducer() {
        var first = transactions.begin();
        first.commit();
        var second = transactions.begin();

        assertThat(refusal(first)).isEqualTo(MqErrorCode.ILLEGAL_STATE);
        second.commit();

        assertThat(kafka().history()).isEmpty();
        assertThat(failure(first::commit)).hasMessageContaining("COMMITTED").hasMessageContaining("begin another");
        assertThat(failure(first::abort).code()).isEqualTo(MqErrorCode.ILLEGAL_STATE);
        first.close();
    }

    @Test
    void canBeAbortedTwice() {
        var transaction = transactions.begin();
        transaction.abort();
        transaction.abort();

        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        assertThat(transactions.stats().abortedCount()).isEqualTo(1);
    }

    @Test
    void canOnlyBeAbortedOnceASendHasFailed() throws Exception {
        source.holdsAcknowledgements = true;
        var transaction = transactions.begin();
        var stage = transaction.sendAsync("t", "v").toCompletableFuture();
        onAnotherThread(() -> kafka().errorNext(new RecordTooLargeException("too large")));

        assertThat(stage).isCompletedExceptionally();
        assertThat(transaction.state()).isEqualTo(State.FAILED);
        var failure = failure(transaction::commit);

        assertThat(failure.code()).isEqualTo(MqErrorCode.TRANSACTION_ABORTED);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(failure.isRetriable()).isFalse();
        assertThat(failure).hasMessageContaining("too large").hasCauseInstanceOf(MqSendException.class);
        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        assertThat(kafka().transactionAborted()).isTrue();
        assertThat(pool.stats().idleCount()).as("the producer is sound").isEqualTo(1);
        assertThat(errors).contains(MqErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void tellsAFailureOnceThatKafkaBothThrowsAndCallsBack() throws Exception {
        source.holdsAcknowledgements = true;
        source.throwsLate = new KafkaException("in an error state", new RecordTooLargeException("an earlier one"));
        var failures = new ArrayList<MqSendException>();
        var transaction = transactions.begin();

        transaction.sendAsync(MqMessage.of("t", null, new byte[1]), new Recorder() {
            @Override
            public void failed(MqMessage message, MqSendException failure) {
                failures.add(failure);
            }
        });
        onAnotherThread(() -> kafka().errorNext(new KafkaException("aborted")));

        assertThat(failures).hasSize(1);
        transaction.close();
    }

    @Test
    void hasTheLimitsOfTheConfigurationThatItsProducerWasBuiltWith() throws Exception {
        source.holdsAcknowledgements = true;
        var before = transactions.begin();
        var first = kafka();
        var next = new ScriptedSource();
        next.holdsAcknowledgements = true;
        next.limits = new SendLimits("broker:1", Duration.ofSeconds(5), Duration.ofSeconds(120), 77, 10_000);

        pool.change(pool.recipe(next));
        var after = transactions.begin();

        assertThat(tooLarge(before, first)).hasMessageContaining("(now 1000)");
        assertThat(tooLarge(after, next.built.get(0))).hasMessageContaining("(now 77)");
    }

    /** The brokers abort it by then, whatever is configured for producers to come. */
    @Test
    void hasTheTimeThatItsProducerWasBuiltWith() {
        var next = new ScriptedSource();
        next.limits = source.limits.withTransactionTimeout(TIMEOUT.multipliedBy(5));
        var raised = pool.recipe(next);
        assertThat(timeOf(transactions.begin())).isEqualTo(TIMEOUT);

        pool.change(raised);

        assertThat(timeOf(transactions.begin())).isEqualTo(TIMEOUT.multipliedBy(5));
    }

    private Duration timeOf(MqTransaction transaction) {
        long nanos = timer.tasks.peek().delayNanos();
        transaction.close();
        timer.tasks.clear();
        return Duration.ofNanos(nanos);
    }

    private static MqSendException tooLarge(MqTransaction transaction, MockProducer<byte[], byte[]> kafka)
            throws Exception {
        var stage = transaction.sendAsync("t", "v").toCompletableFuture();
        onAnotherThread(() -> kafka.errorNext(new RecordTooLargeException("too large")));
        return (MqSendException)
                catchThrowableOfType(CompletionException.class, stage::join).getCause();
    }

    @Test
    void isAbortedWhenTheCommitIsRefusedAndTheAbortConfirmed() {
        var transaction = transactions.begin();
        kafka().commitTransactionException = new KafkaException("in an error state", new RecordTooLargeException());

        var failure = failure(transaction::commit);

        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        assertThat(transactions.stats().abortedCount()).isEqualTo(1);
    }

    @Test
    void isUnknownWhenNeitherCommitNorAbortIsConfirmed() {
        var transaction = transactions.begin();
        kafka().commitTransactionException = new InvalidTxnStateException("what");
        kafka().abortTransactionException = new InvalidTxnStateException("what");

        var failure = failure(transaction::commit);

        assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("may be committed or not");
        assertThat(transaction.state()).isEqualTo(State.UNKNOWN);
        assertThat(failure(transaction::abort).outcome()).isEqualTo(MqOutcome.UNKNOWN);
        assertThat(transactions.stats().unknownCount()).isEqualTo(1);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.DEATH, 1L);
    }

    @Test
    void asksAgainForACommitThatTimesOutUntilItsOwnTimeIsOver() {
        source.eachCommit = () -> {
            clock.addAndGet(TIMEOUT.dividedBy(3).toNanos());
            throw new TimeoutException("max.block");
        };
        var transaction = transactions.begin();

        var failure = failure(transaction::commit);

        assertThat(clock).hasValue(TIMEOUT.toNanos());
        assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN);
        assertThat(transaction.state()).isEqualTo(State.UNKNOWN);
        assertThat(kafka().closed()).isTrue();
    }

    @Test
    void tellsOfAnotherLiveConnectorAndLeavesItsIdToIt() {
        var transaction = transactions.begin();
        kafka().fenceProducer();

        var failure = failure(transaction::commit);

        assertThat(failure.code()).isEqualTo(MqErrorCode.PRODUCER_FENCED);
        assertThat(failure)
                .hasMessageContaining("mq.instance-id")
                .hasMessageContaining("'node-1'")
                .hasMessageContaining("mq-node-1-tx-0");
        assertThat(transactions.stats().fencedCount()).isEqualTo(1);
        try (var next = transactions.begin()) {
            assertThat(next.transactionalId()).isEqualTo("mq-node-1-tx-1");
        }
    }

    @Test
    void keepsItsIdWhenTheBrokerHasEndedATransactionForItsAge() {
        var transaction = transactions.begin();
        kafka().commitTransactionException = new ProducerFencedException("old");
        kafka().abortTransactionException = new ProducerFencedException("old");
        clock.addAndGet(TIMEOUT.toNanos());

        assertThat(failure(transaction::commit).code()).isEqualTo(MqErrorCode.PRODUCER_FENCED);

        try (var next = transactions.begin()) {
            assertThat(next.transactionalId()).isEqualTo("mq-node-1-tx-0");
        }
    }

    @Test
    void isAbortedWhenNobodyEndsItInTime() {
        var transaction = transactions.begin();
        assertThat(timer.tasks.peek().delayNanos()).isEqualTo(TIMEOUT.toNanos());

        timer.fire();

        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        assertThat(kafka().transactionAborted()).isTrue();
        assertThat(transactions.stats().timedOutCount()).isEqualTo(1);
        assertThat(refusal(transaction)).isEqualTo(MqErrorCode.TIMED_OUT);
        var failure = failure(transaction::commit);
        assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(failure).hasMessageContaining("PT1M").hasMessageContaining("mq.transaction.timeout");
        transaction.close();
    }

    @Test
    void isNotAbortedByATimeOutAfterItsEnd() {
        transactions.begin().commit();

        timer.fire();

        assertThat(transactions.stats().timedOutCount()).isZero();
    }

    @Test
    void abortsInsteadOfCommittingOnAnInterruptedThread() {
        var transaction = transactions.begin();
        Thread.currentThread().interrupt();

        var failure = failure(transaction::commit);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.code()).isEqualTo(MqErrorCode.INTERRUPTED);
        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(kafka().transactionAborted()).isTrue();
    }

    @Test
    void waitsForASendThatIsInsideKafkaAndTakesNoOtherMeanwhile() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        source.eachSend = () -> {
            inside.countDown();
            awaitQuietly(release);
        };
        var transaction = transactions.begin();
        var sender = new Thread(
                () -> {
                    var unused = transaction.sendAsync("t", "inside");
                },
                "sender");
        sender.start();
        inside.await();
        var committer = new Thread(transaction::commit, "committer");
        committer.start();
        while (committer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(transaction.state()).isEqualTo(State.ENDING);
        assertThat(refusal(transaction)).isEqualTo(MqErrorCode.ILLEGAL_STATE);
        assertThat(kafka().commitCount()).isZero();
        release.countDown();
        sender.join();
        committer.join();

        assertThat(transaction.state()).isEqualTo(State.COMMITTED);
        assertThat(kafka().history()).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cannotBeEndedByACallback() throws Exception {
        source.holdsAcknowledgements = true;
        var transaction = transactions.begin();
        var seen = new AtomicReference<Throwable>();
        transaction.sendAsync(MqMessage.of("t", new byte[1]), new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                seen.set(catchThrowable(transaction::commit));
            }

            @Override
            public void failed(MqMessage message, MqSendException failure) {}
        });

        onAnotherThread(() -> kafka().completeNext());

        assertThat(seen.get()).isInstanceOf(MqConnectionException.class).hasMessageContaining("callback");
        assertThat(transaction.state()).isEqualTo(State.OPEN);
    }

    @Test
    void commitsOffsetsWithTheMessages() {
        var transaction = transactions.beginLocal();
        var offsets = Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(7));
        var unused = transaction.sendAsync("t", "v");

        transaction.commit(offsets, group);

        assertThat(kafka().consumerGroupOffsetsHistory()).containsExactly(Map.of(group.groupId(), offsets));
        assertThat(kafka().history()).hasSize(1);
    }

    @Test
    void isAbortedWhenTheOffsetsAreRefused() {
        var transaction = transactions.beginLocal();
        kafka().sendOffsetsToTransactionException = new KafkaException("stale member");

        var failure =
                failure(() -> transaction.commit(Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(7)), group));

        assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(kafka().transactionAborted()).isTrue();
    }

    @Test
    void refusesAPayloadThatItCannotConvertWithoutFailing() {
        var transaction = transactions.begin();

        var failure = catchThrowableOfType(
                MqSendException.class, () -> transaction.send("t", "k", new Object(), MqHeaders.none()));

        assertThat(failure.code()).isEqualTo(MqErrorCode.SERIALIZATION_FAILED);
        assertThat(transaction.state()).as("nothing was sent").isEqualTo(State.OPEN);
    }

    @Test
    void abortsWhatIsOpenWhenTheConnectorIsClosed() {
        var transaction = transactions.begin();

        transactions.close();

        assertThat(transaction.state()).isEqualTo(State.ABORTED);
        assertThat(catchThrowableOfType(MqConnectionException.class, transactions::begin)
                        .code())
                .isEqualTo(MqErrorCode.CLOSED);
        assertThat(pool.stats().activeCount()).isZero();
    }
}
