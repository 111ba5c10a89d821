// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.pool.Loan;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka transaction on a producer of its own.
 *
 * <p>Thread-safe: whoever moves {@link #state} to {@code ENDING} ends it, alone, and only when no sender is inside Kafka any
 * more. An abort that Kafka confirmed is certain, and so is one of a transaction whose commit was never asked for: the broker
 * makes up for it. Everything else that goes wrong from the request to commit on leaves the outcome unknown.
 */
final class LocalTransaction extends ExclusiveSender implements OffsetTransaction {
    private final MqLog log = MqLog.of(LocalTransaction.class);
    private final Loan loan;
    private final Producer<byte[], byte[]> kafka;
    private final String transactionalId;
    private final Transactions transactions;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final long sinceNanos;

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    /** The first send that failed; its own atomicity. */
    private final AtomicReference<@Nullable MqSendException> firstFailure = new AtomicReference<>();
    /** Set once, before the end: its time was over. */
    private volatile boolean timedOut;

    LocalTransaction(ExclusiveContext context, Loan loan, Transactions transactions, Duration timeout) {
        super(context, loan.producer());
        this.loan = loan;
        this.kafka = loan.producer().kafka();
        this.transactionalId = String.valueOf(loan.producer().transactionalId());
        this.transactions = transactions;
        this.timeout = timeout;
        this.nanoTime = context.nanoTime();
        this.sinceNanos = nanoTime.getAsLong();
    }

    @Override
    public String transactionalId() {
        return transactionalId;
    }

    @Override
    public State state() {
        return state.get();
    }

    @Override
    public void commit() {
        end(Map.of(), null);
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        end(offsets, group);
    }

    private void end(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable ConsumerGroupMetadata group) {
        requireNotCallback("commit");
        if (!beginEnd()) {
            throw over("commit");
        }
        shut();
        MqTransactionException problem;
        if (Thread.interrupted()) {
            problem = aborted(MqErrorCode.INTERRUPTED, "the calling thread is interrupted", null, abortKafka());
            Thread.currentThread().interrupt();
        } else {
            var failed = firstFailure.get();
            problem = failed == null
                    ? tryCommit(offsets, group)
                    : aborted(
                            MqErrorCode.TRANSACTION_ABORTED,
                            "a send failed: " + failed.getMessage(),
                            failed,
                            abortKafka());
        }
        end(problem == null ? State.COMMITTED : stateAfter(problem));
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void abort() {
        requireNotCallback("abort");
        if (beginEnd()) {
            abortHere();
        } else if (state() != State.ABORTED) {
            throw over("abort");
        }
    }

    @Override
    public void close() {
        requireNotCallback("close");
        if (beginEnd()) {
            abortHere();
        }
    }

    /** Its time is over. May block. */
    void timeOut() {
        if (beginEnd()) {
            timedOut = true;
            transactions.counts().timedOut.increment();
            log.transactionTimedOut(transactionalId, loan.borrower(), timeout.toString(), loan.stack());
            abortHere();
        }
    }

    @Override
    MqSendException refusal(String topic) {
        return notSent(
                timedOut ? MqErrorCode.TIMED_OUT : MqErrorCode.ILLEGAL_STATE,
                topic,
                describe()
                        + (timedOut
                                ? " was not ended within " + timeout + " and is aborted"
                                : " has ended (" + state() + ")")
                        + "; begin another");
    }

    @Override
    void sendFailed(MqSendException failure) {
        if (firstFailure.compareAndSet(null, failure)) {
            state.compareAndSet(State.OPEN, State.FAILED);
        }
    }

    private boolean beginEnd() {
        return state.compareAndSet(State.OPEN, State.ENDING) || state.compareAndSet(State.FAILED, State.ENDING);
    }

    private void abortHere() {
        shut();
        boolean wasInterrupted = Thread.interrupted();
        try {
            var failure = abortKafka();
            if (failure != null) {
                log.abortFailed(transactionalId, timeout.toString(), failure);
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
            end(State.ABORTED);
        }
    }

    private @Nullable MqTransactionException tryCommit(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable ConsumerGroupMetadata group) {
        long start = nanoTime.getAsLong();
        if (group != null) {
            try {
                kafka.sendOffsetsToTransaction(offsets, group);
            } catch (KafkaException | IllegalStateException e) {
                // nothing has asked for a commit yet
                return aborted(KafkaErrors.code(e), "the offsets were not taken: " + e.getMessage(), e, abortKafka());
            }
        }
        while (true) {
            try {
                kafka.commitTransaction();
                return null;
            } catch (TimeoutException e) {
                // waited for max.block; asking again waits for the same commit
                if (nanoTime.getAsLong() - start >= timeout.toNanos()) {
                    return unknown(MqErrorCode.TIMED_OUT, "no answer within " + timeout, e);
                }
            } catch (InterruptException e) {
                return unknown(MqErrorCode.INTERRUPTED, "the calling thread was interrupted while waiting", e);
            } catch (KafkaException | IllegalStateException e) {
                return afterRefusal(e);
            }
        }
    }

    /** The commit failed: an abort that is confirmed makes it certain. */
    private MqTransactionException afterRefusal(RuntimeException refusal) {
        var failure = abortKafka();
        var failedSend = firstFailure.get();
        if (failure == null || failedSend != null) {
            // Kafka asks for no commit once a send has failed
            return aborted(
                    failedSend == null ? KafkaErrors.code(refusal) : MqErrorCode.TRANSACTION_ABORTED,
                    failedSend == null ? refusal.getMessage() : failedSend.getMessage(),
                    failedSend == null ? refusal : failedSend,
                    failure);
        }
        return unknown(KafkaErrors.code(failure), String.valueOf(refusal.getMessage()), refusal);
    }

    /** Null if it is certain; else the producer is of no more use. */
    private @Nullable RuntimeException abortKafka() {
        try {
            kafka.abortTransaction();
            return null;
        } catch (KafkaException | IllegalStateException e) {
            loan.producer().markDead();
            return e;
        }
    }

    private MqTransactionException aborted(
            MqErrorCode code,
            @Nullable String why,
            @Nullable Throwable cause,
            @Nullable RuntimeException abortFailure) {
        if (isFenced(cause) || isFenced(abortFailure)) {
            return fenced(MqOutcome.NOT_WRITTEN, cause == null ? abortFailure : cause);
        }
        return new MqTransactionException(
                code,
                MqOutcome.NOT_WRITTEN,
                transactionalId,
                describe() + " was aborted: " + why + "; nothing of it is ever visible to committed readers",
                cause,
                !(cause instanceof MqException known) || known.isRetriable(),
                false);
    }

    private MqTransactionException unknown(MqErrorCode code, String why, RuntimeException cause) {
        loan.producer().markDead();
        if (isFenced(cause)) {
            return fenced(MqOutcome.UNKNOWN, cause);
        }
        var problem = new MqTransactionException(
                code,
                MqOutcome.UNKNOWN,
                transactionalId,
                describe() + " may be committed or not: " + why + ". All its messages become visible, or none; doing it"
                        + " again may duplicate them",
                cause,
                cause instanceof TimeoutException,
                false);
        log.commitUnknown(transactionalId, problem);
        return problem;
    }

    private MqTransactionException fenced(MqOutcome outcome, @Nullable Throwable cause) {
        if (nanoTime.getAsLong() - sinceNanos >= timeout.toNanos()) {
            // by the broker, for its age
            loan.producer().markDead();
        } else {
            loan.producer().markFenced();
        }
        return transactions.fenced(transactionalId, outcome, cause);
    }

    private static boolean isFenced(@Nullable Throwable failure) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (each instanceof ProducerFencedException || each instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private static State stateAfter(MqTransactionException problem) {
        return problem.outcome() == MqOutcome.UNKNOWN ? State.UNKNOWN : State.ABORTED;
    }

    private void end(State last) {
        state.set(last);
        transactions.ended(this, last);
        loan.release();
    }

    private MqTransactionException over(String what) {
        var last = state();
        var outcome = last == State.ABORTED || timedOut ? MqOutcome.NOT_WRITTEN : MqOutcome.UNKNOWN;
        String why;
        if (timedOut) {
            why = "it was not ended within " + timeout
                    + " and is aborted; begin another, or raise mq.transaction.timeout";
        } else if (last == State.ENDING) {
            why = "another thread is ending it";
        } else {
            why = "it has ended (" + last + "); begin another";
        }
        return new MqTransactionException(
                timedOut ? MqErrorCode.TIMED_OUT : MqErrorCode.ILLEGAL_STATE,
                outcome,
                transactionalId,
                what + " of " + describe() + ": " + why,
                null,
                timedOut,
                false);
    }

    private String describe() {
        return "transaction of " + transactionalId;
    }
}
