// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of each message of a batch, in the order given. Partial failure is normal and visible.
 *
 * @param results one for each message, in order; unmodifiable
 */
public record MqBatchResult(List<MqBatchResult.Result> results) {
    public MqBatchResult {
        results = List.copyOf(results);
    }

    /** Whether every message was acknowledged. */
    public boolean isComplete() {
        return failedCount() == 0;
    }

    /** How many messages were acknowledged. */
    public int acknowledgedCount() {
        return results.size() - failedCount();
    }

    /** How many were not. */
    public int failedCount() {
        int count = 0;
        for (Result result : results) {
            count += result.failure == null ? 0 : 1;
        }
        return count;
    }

    /**
     * Does nothing when all were acknowledged.
     *
     * @throws MqSendException the first failure; later ones are suppressed exceptions of it
     */
    public void throwIfFailed() {
        MqSendException first = null;
        for (Result result : results) {
            if (result.failure != null) {
                if (first == null) {
                    first = result.failure;
                } else if (first != result.failure) {
                    first.addSuppressed(result.failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** What became of one message: either a receipt or a failure. Immutable. */
    public static final class Result {
        private final @Nullable MqReceipt receipt;
        private final @Nullable MqSendException failure;

        private Result(@Nullable MqReceipt receipt, @Nullable MqSendException failure) {
            this.receipt = receipt;
            this.failure = failure;
        }

        /** An acknowledged message. */
        public static Result of(MqReceipt receipt) {
            return new Result(requireNonNull(receipt, "receipt"), null);
        }

        /** A message that was not acknowledged. */
        public static Result of(MqSendException failure) {
            return new Result(null, requireNonNull(failure, "failure"));
        }

        /** The acknowledgement, when there is one. */
        public Optional<MqReceipt> receipt() {
            return Optional.ofNullable(receipt);
        }

        /** The failure, when there is one. */
        public Optional<MqSendException> failure() {
            return Optional.ofNullable(failure);
        }
    }
}
