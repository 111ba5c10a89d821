// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.api.MqPooledProducer;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.pool.Loan;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A plain producer on loan to an application. Thread-safe. */
final class BorrowedProducer extends ExclusiveSender implements MqPooledProducer {
    private static final String GIVEN_BACK = "this producer has been given back to its pool; borrow another";

    private final Loan loan;
    private final ClusterWatch cluster;
    private final Executor executor;
    private final AtomicBoolean ended = new AtomicBoolean();

    BorrowedProducer(ExclusiveContext context, Loan loan, ClusterWatch cluster) {
        super(context, loan.producer());
        this.loan = loan;
        this.cluster = cluster;
        this.executor = context.executor();
    }

    @Override
    public String clientId() {
        return producer().clientId();
    }

    @Override
    public void flush(Duration timeout) {
        requirePositive(timeout);
        requireNotCallback("flush");
        requireOpen();
        var flushing = CompletableFuture.runAsync(() -> producer().kafka().flush(), executor);
        try {
            flushing.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(MqErrorCode.INTERRUPTED, "interrupted while flushing", e, true);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT,
                    "not everything was acknowledged within " + timeout + "; it goes on",
                    e,
                    true);
        } catch (ExecutionException e) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, "the producer was closed while flushing", e.getCause(), false);
        }
    }

    @Override
    public MqPing ping(Duration timeout) {
        requirePositive(timeout);
        requireOpen();
        return cluster.ping(timeout);
    }

    @Override
    public void invalidate() {
        requireNotCallback("invalidate");
        if (ended.compareAndSet(false, true)) {
            shut();
            loan.discard(Cause.REQUESTED).join();
        }
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            shut();
            loan.release();
        }
    }

    @Override
    MqSendException refusal(String topic) {
        return notSent(MqErrorCode.CLOSED, topic, GIVEN_BACK);
    }

    /** One in an error state sends nothing any more, whatever the reason: it must not be lent again. */
    @Override
    void sendFailed(MqSendException failure) {
        if (KafkaErrors.isInErrorState(failure.getCause())) {
            producer().markDead();
        }
    }

    private void requireOpen() {
        if (ended.get()) {
            throw new MqConnectionException(MqErrorCode.CLOSED, GIVEN_BACK, null, false);
        }
    }

    static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive; say how long to wait");
        }
    }
}
