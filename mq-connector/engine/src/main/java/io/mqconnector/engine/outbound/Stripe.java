// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTrace;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.metrics.SingleWriterCounter;
import io.mqconnector.engine.metrics.StripedCounter;
import io.mqconnector.engine.pool.PooledProducer;
import io.mqconnector.engine.pool.ProducerPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One lane to Kafka: a producer leased from the pool for as long as the stripe lives, shared by all sends whose key
 * falls here.
 *
 * <p>Thread-safe. The hot path is one striped increment and one volatile read; the acknowledgement counts completion, so
 * that sent minus completed is what is in flight.
 */
final class Stripe {
    /** An asynchronous send is timed when the count in its cell is a multiple of eight. */
    private static final long SAMPLE_MASK = 7;
    /** Latency ticks are nanoseconds shifted by this: 1.024 us, so that half an hour fits into an int. */
    private static final int TICK_SHIFT = 10;

    private final MqLog log = MqLog.of(Stripe.class);
    private final ProducerPool pool;
    private final SendLimits limits;
    private final Consumer<MqErrorCode> errors;

    private final StripedCounter entered = new StripedCounter();
    private final LongAdder failed = new LongAdder();
    /** Written by the I/O thread of the lease. */
    private final SingleWriterCounter acknowledged = new SingleWriterCounter();
    /** Written by the I/O thread of the lease. */
    private final SingleWriterCounter acknowledgedBytes = new SingleWriterCounter();
    /** Written by the I/O thread of the lease. */
    private final LatencyWindow.Writer latency;

    /** The open lease; null before the first is built and after close. Written under {@link #lock}. */
    private volatile @Nullable PooledProducer lease;
    /** Set once, under {@link #lock}. */
    private volatile boolean closed;
    /** The thread acknowledgements arrive on; written by that thread. */
    private volatile @Nullable Thread ioThread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();

    Stripe(ProducerPool pool, SendLimits limits, LatencyWindow latencies, Consumer<MqErrorCode> errors) {
        this.pool = pool;
        this.limits = limits;
        this.latency = latencies.writer();
        this.errors = errors;
    }

    /**
     * Leases a producer, once.
     *
     * @throws MqException if none can be had; the stripe stays unopened and may be asked again
     */
    void open() {
        if (lease != null || closed) {
            return;
        }
        var producer = pool.borrow();
        lock.lock();
        try {
            if (!closed && lease == null) {
                lease = producer;
                opened.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        pool.discard(producer);
    }

    boolean isOpen() {
        return lease != null;
    }

    /**
     * Hands a message to Kafka.
     *
     * @param timed whether its latency is wanted for certain
     */
    void send(MqMessage message, MqSendCallback callback, boolean timed) {
        long ticket = entered.increment();
        var producer = lease;
        if (producer == null) {
            producer = awaitLease(message, callback);
            if (producer == null) {
                return;
            }
        }
        int tick = timed || (ticket & SAMPLE_MASK) == 0 ? tick() : 0;
        try {
            var acknowledgement = new Acknowledgement(this, message, callback, tick);
            // the outcome comes through the callback
            var unused = producer.kafka().send(toRecord(message), acknowledgement);
            acknowledgement.sender = null;
        } catch (RuntimeException e) {
            // thrown, not reported through the callback: the record never entered Kafka's buffer
            failed.increment();
            fail(message, callback, failure(e, message, -1, false));
        }
    }

    /** Fails a message without trying it, and counts that. */
    void refuse(MqMessage message, MqSendCallback callback, MqSendException failure) {
        entered.increment();
        failed.increment();
        fail(message, callback, failure);
    }

    long acknowledgedCount() {
        return acknowledged.get();
    }

    long acknowledgedBytes() {
        return acknowledgedBytes.get();
    }

    long failedCount() {
        return failed.sum();
    }

    /** Messages without an outcome; completions are read first, so that it is never too small. */
    long inFlightCount() {
        long completed = acknowledged.get() + failed.sum();
        return Math.max(0, entered.sum() - completed);
    }

    boolean isIoThread(Thread thread) {
        return ioThread == thread;
    }

    /** Blocks until what was sent before has its outcome; not on an I/O thread. */
    void flush() {
        var producer = lease;
        if (producer != null) {
            producer.kafka().flush();
        }
    }

    /** Refuses further sends, waits for what is in flight as long as the pool allows, ends the lease. */
    void close() {
        PooledProducer producer;
        lock.lock();
        try {
            closed = true;
            producer = lease;
            lease = null;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
        if (producer != null) {
            pool.discard(producer);
            long left = inFlightCount();
            if (left > 0) {
                log.producerClosedInFlight(
                        producer.clientId(), left, limits.deliveryTimeout().toString());
            }
        }
    }

    private @Nullable PooledProducer awaitLease(MqMessage message, MqSendCallback callback) {
        long left = limits.maxBlock().toNanos();
        boolean interrupted = false;
        PooledProducer producer;
        lock.lock();
        try {
            while ((producer = lease) == null && !closed && left > 0) {
                left = opened.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
            producer = null;
        } finally {
            lock.unlock();
        }
        if (producer != null) {
            return producer;
        }
        entered.decrement();
        MqErrorCode code;
        String why;
        if (closed) {
            code = MqErrorCode.CLOSED;
            why = "the connector is closed";
        } else if (interrupted) {
            code = MqErrorCode.INTERRUPTED;
            why = "the calling thread was interrupted";
        } else {
            code = MqErrorCode.CONNECTION_FAILED;
            why = "no producer could be built within " + limits.maxBlock() + "; check mq.client.brokers ("
                    + limits.brokers() + ")";
        }
        fail(
                message,
                callback,
                new MqSendException(
                        code,
                        MqOutcome.NOT_WRITTEN,
                        message.topic(),
                        -1,
                        "message to topic " + message.topic() + " not written: " + why,
                        null,
                        code == MqErrorCode.CONNECTION_FAILED,
                        code == MqErrorCode.CLOSED));
        return null;
    }

    private void acknowledge(RecordMetadata metadata, MqMessage message, MqSendCallback callback, int tick) {
        noteIoThread();
        if (tick != 0) {
            latency.recordMicros(((long) (tick() - tick) << TICK_SHIFT) / 1_000);
        }
        acknowledgedBytes.add(
                Math.max(0, metadata.serializedKeySize()) + (long) Math.max(0, metadata.serializedValueSize()));
        acknowledged.add(1);
        try {
            callback.acknowledged(message, metadata.partition(), metadata.offset(), metadata.timestamp());
        } catch (Throwable e) {
            // even an Error: it would end Kafka's I/O thread, and every other send with it
            log.callbackFailed(message.topic(), e);
        }
    }

    private void noteIoThread() {
        var thread = Thread.currentThread();
        if (ioThread != thread) {
            ioThread = thread;
        }
    }

    private void fail(MqMessage message, MqSendCallback callback, MqSendException failure) {
        errors.accept(failure.code());
        try {
            callback.failed(message, failure);
        } catch (Throwable e) {
            // see acknowledge
            log.callbackFailed(message.topic(), e);
        }
    }

    private MqSendException failure(Exception e, MqMessage message, int partition, boolean buffered) {
        if (closed) {
            var outcome = buffered ? MqOutcome.UNKNOWN : MqOutcome.NOT_WRITTEN;
            return new MqSendException(
                    MqErrorCode.CLOSED,
                    outcome,
                    message.topic(),
                    partition,
                    "message to topic " + message.topic() + (buffered ? " may not be written" : " not written")
                            + ": the connector was closed",
                    e,
                    false,
                    true);
        }
        return KafkaErrors.send(e, message.topic(), partition, buffered, limits);
    }

    private static int tick() {
        return (int) (System.nanoTime() >>> TICK_SHIFT) | 1;
    }

    private static ProducerRecord<byte[], byte[]> toRecord(MqMessage message) {
        var partition = message.partition();
        var timestamp = message.timestamp();
        return new ProducerRecord<>(
                message.topic(),
                partition.isPresent() ? partition.getAsInt() : null,
                timestamp.isPresent() ? timestamp.getAsLong() : null,
                message.key(),
                message.value(),
                toKafka(message.headers()));
    }

    /** Its own headers, and the trace id that is current on this thread, unless it brings one. */
    private static @Nullable List<Header> toKafka(MqHeaders headers) {
        var trace = MqTrace.current();
        boolean isTraced = trace.isPresent() && headers.last(MqTrace.HEADER).isEmpty();
        if (headers.isEmpty() && !isTraced) {
            return null;
        }
        var kafka = new ArrayList<Header>(headers.size() + 1);
        for (var entry : headers) {
            kafka.add(new OutgoingHeader(entry));
        }
        if (isTraced) {
            kafka.add(new OutgoingHeader(
                    new MqHeaders.Entry(MqTrace.HEADER, trace.orElseThrow().getBytes(StandardCharsets.UTF_8))));
        }
        return kafka;
    }

    /** How long a synchronous caller waits at most: both of Kafka's own limits, and a second for scheduling. */
    static long longestSendNanos(SendLimits limits) {
        return limits.maxBlock().plus(limits.deliveryTimeout()).toNanos() + TimeUnit.SECONDS.toNanos(1);
    }

    /** Kafka's own implementation is not public. */
    private static final class OutgoingHeader implements Header {
        private final MqHeaders.Entry entry;

        OutgoingHeader(MqHeaders.Entry entry) {
            this.entry = entry;
        }

        @Override
        public String key() {
            return entry.name();
        }

        @Override
        public byte @Nullable [] value() {
            return entry.value();
        }
    }

    /** The one object allocated for a send: 32 bytes. */
    private static final class Acknowledgement implements Callback {
        private final Stripe stripe;
        private final MqMessage message;
        private final MqSendCallback callback;
        private final int tick;
        /**
         * The sending thread while it is inside {@code send}, else null. Written by that thread only and compared by
         * each thread with itself only, so that no ordering is needed: a completion on the sender while it is inside is
         * one of a record that never entered Kafka's buffer; every other completion is not.
         */
        private @Nullable Thread sender = Thread.currentThread();

        Acknowledgement(Stripe stripe, MqMessage message, MqSendCallback callback, int tick) {
            this.stripe = stripe;
            this.message = message;
            this.callback = callback;
            this.tick = tick;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null && metadata != null) {
                stripe.acknowledge(metadata, message, callback, tick);
                return;
            }
            boolean buffered = sender != Thread.currentThread();
            if (buffered) {
                stripe.noteIoThread();
            }
            stripe.failed.increment();
            stripe.fail(
                    message,
                    callback,
                    stripe.failure(
                            failure == null ? new IllegalStateException("neither metadata nor failure") : failure,
                            message,
                            metadata == null ? -1 : metadata.partition(),
                            buffered));
        }
    }
}
