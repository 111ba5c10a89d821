// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.api.MqTransactionStats;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.pool.ProducerKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The local transactions of a connector. Thread-safe. */
public final class Transactions implements AutoCloseable {
    private final MqLog log = MqLog.of(Transactions.class);
    private final ExclusiveContext context;
    private final String instanceId;
    private final ScheduledExecutorService timer;
    private final MqLog.Limit fencings;
    private final TransactionCounts counts = new TransactionCounts();
    /** Those that have not ended, with the task that ends them in time; its own concurrency. */
    private final Map<LocalTransaction, ScheduledFuture<?>> open = new ConcurrentHashMap<>();

    /** Set once. */
    private volatile boolean closed;

    /**
     * @param context with the pool
     * @param instanceId quoted in errors
     * @param timer ends what nobody does
     */
    public Transactions(ExclusiveContext context, String instanceId, ScheduledExecutorService timer) {
        this.context = context;
        this.instanceId = instanceId;
        this.timer = timer;
        this.fencings = new MqLog.Limit(context.nanoTime());
    }

    /** As {@link io.mqconnector.api.MqProducer#beginTransaction()}. */
    public MqTransaction begin() {
        return beginLocal();
    }

    /** As {@link #begin()}, for a listener. */
    public OffsetTransaction beginLocal() {
        var loan = context.pool()
                .lend(ProducerKind.TRANSACTIONAL, context.pool().settings().borrowTimeout());
        try {
            loan.producer().kafka().beginTransaction();
        } catch (KafkaException | IllegalStateException e) {
            loan.producer().markDead();
            loan.release();
            throw KafkaErrors.connection(e, "no transaction could be begun");
        }
        // what its producer was built with: the brokers go by that, whatever is configured meanwhile
        var limit = loan.producer().limits().transactionTimeout();
        var transaction = new LocalTransaction(context, loan, this, limit);
        counts.begun.increment();
        open.put(transaction, timer.schedule(() -> timeOut(transaction), limit.toNanos(), TimeUnit.NANOSECONDS));
        if (closed) {
            transaction.close();
            throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
        }
        return transaction;
    }

    /** Transactions in numbers. */
    public MqTransactionStats stats() {
        return new MqTransactionStats(
                open.size(),
                counts.begun.sum(),
                counts.committed.sum(),
                counts.aborted.sum(),
                counts.timedOut.sum(),
                counts.unknown.sum(),
                counts.fenced.sum());
    }

    /** Aborts what is open, all at once. */
    @Override
    public void close() {
        closed = true;
        var aborting = List.copyOf(open.keySet()).stream()
                .map(transaction -> CompletableFuture.runAsync(transaction::close, context.executor()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(aborting).join();
    }

    TransactionCounts counts() {
        return counts;
    }

    void ended(LocalTransaction transaction, MqTransaction.State last) {
        var task = open.remove(transaction);
        if (task != null) {
            task.cancel(false);
        }
        switch (last) {
            case COMMITTED -> counts.committed.increment();
            case UNKNOWN -> counts.unknown.increment();
            default -> counts.aborted.increment();
        }
    }

    /** Another live connector uses the same transactional id. */
    MqTransactionException fenced(String transactionalId, MqOutcome outcome, @Nullable Throwable cause) {
        counts.fenced.increment();
        if (fencings.permits()) {
            log.fenced(transactionalId, instanceId);
        }
        return new MqTransactionException(
                MqErrorCode.PRODUCER_FENCED,
                outcome,
                transactionalId,
                "transaction of " + transactionalId
                        + (outcome == MqOutcome.UNKNOWN ? " may be committed or not" : " was aborted")
                        + ": another live connector uses this transactional id; give each process an mq.instance-id of"
                        + " its own (here it is '" + instanceId + "'). This one goes on with another id",
                cause,
                outcome == MqOutcome.NOT_WRITTEN,
                false);
    }

    private void timeOut(LocalTransaction transaction) {
        try {
            context.executor().execute(transaction::timeOut);
        } catch (RejectedExecutionException e) {
            // the connector is closing, which aborts it as well
            log.unexpected("the end of a transaction", e);
        }
    }
}
