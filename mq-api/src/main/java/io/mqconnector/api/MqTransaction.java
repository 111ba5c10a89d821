// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * A local Kafka transaction: of its messages, readers with {@code isolation.level=read_committed} see all once it is
 * committed, or none. Readers without it see each at once, and also those of aborted transactions.
 *
 * <p><b>Life-cycle.</b> From {@link MqProducer#beginTransaction()} to {@link #commit()}, {@link #abort()} or
 * {@link #close()}, which gives the producer behind it back. One that is not ended within {@code mq.transaction.timeout} is
 * aborted by the connector, which says who began it.
 *
 * <p><b>Sends.</b> As those of {@link MqProducer}; an acknowledged message is in the log, but not visible before the commit.
 * Order holds within the transaction. When one send fails, the transaction can only be aborted ({@link State#FAILED}). A send
 * after the end fails with {@link MqErrorCode#ILLEGAL_STATE} and outcome {@link MqOutcome#NOT_WRITTEN}.
 *
 * <p><b>Threads.</b> Thread-safe, any thread may end it, the first one wins. But a send that another thread makes while this
 * one ends the transaction is either part of it or fails: who wants to know which sends are part of it lets them return
 * before. Never to be ended on a callback's thread, which would wait for itself: {@link MqErrorCode#ILLEGAL_STATE}.
 */
public interface MqTransaction extends MqSender, AutoCloseable {
    /** The transactional id, as brokers and their tools show it. */
    String transactionalId();

    /** Where it stands. */
    State state();

    /**
     * Waits for all sends and commits, at most {@code mq.transaction.timeout}. If any of them has failed, it is aborted
     * instead.
     *
     * @throws MqTransactionException if it was not committed ({@link MqOutcome#NOT_WRITTEN}: it was aborted, none of its
     *     messages is ever visible), or if nobody knows ({@link MqOutcome#UNKNOWN}: all of them are, or none). In either case
     *     the transaction has ended
     */
    void commit();

    /**
     * Ends it so that none of its messages is ever visible. Does nothing if it was aborted already. If the broker cannot be
     * told, it aborts by itself after {@code mq.transaction.timeout}, so that this never fails on its behalf.
     *
     * @throws MqTransactionException {@link MqErrorCode#ILLEGAL_STATE} if it was committed, or a commit has failed with
     *     {@link MqOutcome#UNKNOWN}
     */
    void abort();

    /** Aborts it unless it has ended. Idempotent. */
    @Override
    void close();

    /** Where a transaction stands. */
    enum State {
        /** Takes messages. */
        OPEN,
        /** A send has failed, or the time is over: it can only be aborted. */
        FAILED,
        /** Being committed or aborted by some thread. */
        ENDING,
        /** Its messages are visible. */
        COMMITTED,
        /** Its messages never become visible. */
        ABORTED,
        /** A commit was asked for and not confirmed: its messages are all visible at some time, or none ever is. */
        UNKNOWN
    }
}
