// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The callbacks of all sends of a run at a fixed rate: how long after each was due it was acknowledged. Thread-safe. */
final class DueAcknowledgements {
    private static final int DIGITS = 3;

    private final Acknowledgements all;
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(DIGITS);

    DueAcknowledgements(int count) {
        all = new Acknowledgements(count);
    }

    /** For the send that was due then. */
    One of(long dueNanos) {
        return new One(this, dueNanos);
    }

    /** As {@link Acknowledgements#await}. */
    void await(String what, Duration patience) throws InterruptedException {
        all.await(what, patience);
    }

    /** After {@link #await}: from due to acknowledged. */
    AbstractHistogram nanos() {
        return nanos;
    }

    /**
     * The callback of one send. Immutable.
     *
     * @param run whose
     * @param dueNanos when it was due
     */
    record One(DueAcknowledgements run, long dueNanos) implements Callback, MqSendCallback {
        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            record();
            run.all.onCompletion(metadata, exception);
        }

        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            record();
            run.all.acknowledged(message, partition, offset, timestampMillis);
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            run.all.failed(message, failure);
        }

        /** Before the count, so that whoever sees all counted sees all recorded. */
        private void record() {
            run.nanos.recordValue(System.nanoTime() - dueNanos);
        }
    }
}
