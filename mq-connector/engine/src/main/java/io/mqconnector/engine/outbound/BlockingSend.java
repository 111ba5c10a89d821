// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One synchronous send: parks the calling thread until the outcome is there. */
final class BlockingSend implements MqSendCallback {
    private final Thread caller = Thread.currentThread();
    private final long startNanos = System.nanoTime();

    /** Written by the thread that knows the outcome, before {@link #done}. */
    private @Nullable MqReceipt receipt;
    /** Written by the thread that knows the outcome, before {@link #done}. */
    private @Nullable MqSendException failure;
    /** Publishes the two above. */
    private volatile boolean done;

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        receipt = new MqReceipt(message.topic(), partition, offset, timestampMillis, System.nanoTime() - startNanos);
        done = true;
        LockSupport.unpark(caller);
    }

    @Override
    public void failed(MqMessage message, MqSendException failure) {
        this.failure = failure;
        done = true;
        LockSupport.unpark(caller);
    }

    /**
     * Waits.
     *
     * @param topic for the error message
     * @param longestNanos since the construction of this object
     */
    MqReceipt await(String topic, long longestNanos) {
        while (!done) {
            long left = longestNanos - (System.nanoTime() - startNanos);
            if (left <= 0) {
                throw unknown(MqErrorCode.TIMED_OUT, topic, "no outcome within " + longestNanos / 1_000_000 + " ms");
            }
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted() && !done) {
                throw unknown(MqErrorCode.INTERRUPTED, topic, "the calling thread was interrupted while waiting");
            }
        }
        if (failure != null) {
            // made on another thread: the caller's own frames are what a reader of the trace needs
            failure.setStackTrace(new Throwable().getStackTrace());
            throw failure;
        }
        var result = receipt;
        if (result == null) {
            throw new AssertionError("done without an outcome");
        }
        return result;
    }

    private static MqSendException unknown(MqErrorCode code, String topic, String why) {
        return new MqSendException(
                code,
                MqOutcome.UNKNOWN,
                topic,
                -1,
                "message to topic " + topic + " may not be written: " + why
                        + "; it is still in flight and may appear once",
                null,
                true,
                false);
    }
}
