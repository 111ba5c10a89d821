// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages: thread-safe, one for any number of threads, the same type in every environment.
 *
 * <p><b>Life-cycle.</b> Injected or taken from {@link Mq}; its owner is the connector, there is nothing to close. After
 * the connector is closed every call fails with {@link MqErrorCode#CLOSED}.
 *
 * <p><b>Delivery.</b> With the defaults (idempotence, {@code acks=all}) an acknowledged message is in the log exactly
 * once. A failed one is {@link MqOutcome#NOT_WRITTEN} or {@link MqOutcome#UNKNOWN}.
 *
 * <p><b>Order.</b> If {@code send(m1)} happened before {@code send(m2)}, both with the same topic and key (and the same
 * explicit partition, or none), and both are acknowledged, m1 precedes m2 in the partition. Messages of different
 * transactions, and those of a transaction beside those outside, have no such order among each other.
 *
 * <p><b>JTA.</b> By default a send is sent at once, whatever JTA transaction surrounds it. {@code mq.producer.jta} changes
 * that: with {@code after-commit} and {@code outbox} what is sent within such a transaction goes out after its commit and not
 * at all after a rollback. Until then a synchronous send has a {@linkplain MqReceipt#isPending() pending} receipt, and a
 * rollback tells stages and callbacks {@link MqErrorCode#TRANSACTION_ROLLED_BACK}.
 */
public interface MqProducer extends MqSender {
    /**
     * Sends all, in order, and waits for every outcome. One failure does not stop the others. At most
     * {@code mq.producer.max-batch-count} messages and {@code mq.producer.max-batch-size} bytes are under way at a time.
     *
     * @return one result for each message, in order
     */
    MqBatchResult sendBatch(List<? extends MqMessage> messages);

    /** As {@link #sendBatch(List)}, without waiting and all at once; the stage never completes exceptionally. */
    CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages);

    /**
     * Waits until everything sent before this call has its outcome.
     *
     * @param timeout longest wait, positive
     * @throws MqConnectionException with {@link MqErrorCode#TIMED_OUT} if something is still in flight then (nothing is
     *     given up by that), {@link MqErrorCode#ILLEGAL_STATE} on a callback thread
     */
    void flush(Duration timeout);

    /**
     * A true round trip to the cluster. Answers are shared for a second.
     *
     * @param timeout longest wait, positive
     * @return what was found; unreachable is an answer, not an exception
     */
    MqPing ping(Duration timeout);

    /** A snapshot of what this producer has done, transactions excluded. */
    MqProducerStats stats();

    /**
     * Begins a local Kafka transaction with a producer of its own, borrowed from the pool until the transaction ends. It is
     * no part of a JTA transaction.
     *
     * @return to be committed or aborted, and closed, by the caller within {@code mq.transaction.timeout}
     * @throws MqConnectionException {@link MqErrorCode#POOL_EXHAUSTED} if none was free within
     *     {@code mq.pool.borrow-timeout}, {@link MqErrorCode#ILLEGAL_STATE} on a callback thread, or whatever keeps a
     *     producer from being built and taking up its transactional id; nothing was begun
     */
    MqTransaction beginTransaction();

    /**
     * Runs something in a transaction: commits it when that returned, aborts it when it threw.
     *
     * @param work sends through the transaction it is given, and leaves commit and abort to this method
     * @return what {@code work} returned
     * @throws X whatever {@code work} threw, after the abort
     * @throws MqTransactionException if the commit failed; its outcome says what is known of the messages
     */
    default <T extends @Nullable Object, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        requireNonNull(work, "work");
        try (var transaction = beginTransaction()) {
            T result = work.run(transaction);
            transaction.commit();
            return result;
        }
    }

    /**
     * What runs in a transaction.
     *
     * @param <T> what it returns
     * @param <X> the checked exception that it throws, if any
     */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Exception> {
        /**
         * Does it.
         *
         * @param transaction to send through; of no use once this returned
         */
        T run(MqTransaction transaction) throws X;
    }
}
