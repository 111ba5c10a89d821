// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown by an {@link MqBatchListener} that has handled part of a batch. Immutable. */
public final class MqBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int doneCount;
    private final transient @Nullable List<MqDelivery> failed;

    private MqBatchException(String message, int doneCount, List<MqDelivery> failed, @Nullable Throwable cause) {
        super(message, cause);
        this.doneCount = doneCount;
        this.failed = failed;
    }

    /**
     * The first so many records of the batch are done; the one behind them failed, and those behind it were not tried.
     *
     * @param count 0 or more, less than the size of the batch
     * @param cause why the next one failed
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public static MqBatchException afterDone(int count, @Nullable Throwable cause) {
        if (count < 0) {
            throw new IllegalArgumentException("count " + count + " is negative");
        }
        return new MqBatchException(count + " records of the batch are done", count, List.of(), cause);
    }

    /**
     * All records of the batch are done but these.
     *
     * @param failed records of the batch, at least one
     * @param cause why, or the first reason of several
     * @throws IllegalArgumentException if {@code failed} is empty
     */
    public static MqBatchException ofFailed(Collection<MqDelivery> failed, @Nullable Throwable cause) {
        var copy = List.copyOf(requireNonNull(failed, "failed"));
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("failed is empty; return normally when all records are done");
        }
        return new MqBatchException(copy.size() + " records of the batch failed", -1, copy, cause);
    }

    /** How many records from the start of the batch are done; -1 if {@link #failed()} says it. */
    public int doneCount() {
        return doneCount;
    }

    /** The records that failed, all others being done; empty if {@link #doneCount()} says it, or after serialization. */
    public List<MqDelivery> failed() {
        return failed == null ? List.of() : failed;
    }
}
