// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.RepeatedTries;
import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.metrics.SingleWriterCounter;
import io.mqconnector.engine.metrics.StripedCounter;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.PooledProducer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One producer in use by one stripe, with its gate and its own counters: an old producer's late completions never meet the
 * single-writer counters of its successor.
 *
 * <p>Thread-safe. Whoever wants to send enters, then looks at the gate, and leaves again if it is closed. Whoever closes
 * the gate may then wait until all who entered before are settled.
 */
final class Lane {
    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    private static final int ABANDONED = 2;

    /**
     * The longest sleep of {@link #awaitSettled}: an acknowledgement counts without a fence, so it may not see who waits
     * while the waiter does not see the count.
     */
    private static final long LONGEST_PARK_NANOS = 2_000_000;

    private final Stripe stripe;
    private final PooledProducer producer;
    private final OutboundContext context;
    private final LaneTopics topics;
    private final long sinceNanos;
    private final RepeatedTries repeatedTries;

    /** Those of the producer before it came to this lane. */
    private final long repeatedBefore;

    private final StripedCounter entered = new StripedCounter();
    /** What was acknowledged, by topic. Written by the I/O thread of the producer. */
    private final TopicTraffic.Lane traffic;
    /** Those of which the caller has heard or need not hear, on the I/O thread; written by it. */
    private final SingleWriterCounter settled = new SingleWriterCounter();
    /** The same on other threads: what never entered Kafka's buffer. */
    private final LongAdder settledElsewhere = new LongAdder();

    private final LongAdder failed = new LongAdder();
    /** Taken back, to be sent again by another lane or later: neither acknowledged nor failed. */
    private final LongAdder withdrawn = new LongAdder();
    /** Used by the I/O thread of the producer. */
    private final LatencyWindow.Writer latency;
    /** Which sends are timed. */
    private final Sampling sampling = new Sampling(Ticks.now());

    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** The gate. Opened and closed under the stripe's lock; never leaves ABANDONED. */
    private volatile int state;
    /** Who waits for the last to be settled; written by that thread. */
    private volatile @Nullable Thread waiter;
    /** The thread acknowledgements arrive on; written by that thread. */
    private volatile @Nullable Thread ioThread;
    /** Why it was abandoned; written before {@link #state}. */
    private @Nullable Abandonment abandonment;

    /** Why a lane was given up with messages in flight, for the failures of those. */
    record Abandonment(MqErrorCode code, String reason) {}

    /**
     * @param sinceNanos when the producer was built
     * @param ioThread the thread of the producer, if it has been used before
     * @param isOpen whether the gate is open
     */
    Lane(
            Stripe stripe,
            PooledProducer producer,
            OutboundContext context,
            LaneTopics topics,
            long sinceNanos,
            @Nullable Thread ioThread,
            boolean isOpen) {
        this.stripe = stripe;
        this.producer = producer;
        this.context = context;
        this.topics = topics;
        this.sinceNanos = sinceNanos;
        this.repeatedTries = new RepeatedTries(context.outcomes().limits().deliveryTimeout(), context.nanoTime());
        this.latency = context.lanes().latencies().writer();
        this.traffic = context.lanes().traffic().lane();
        this.repeatedBefore = topics.repeatedTries();
        this.state = isOpen ? OPEN : CLOSED;
        this.ioThread = ioThread;
        context.lanes().add(this);
        if (ioThread != null) {
            context.lanes().addCallbackThread(ioThread);
        }
    }

    PooledProducer producer() {
        return producer;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    LaneTopics topics() {
        return topics;
    }

    LatencyWindow.Writer latency() {
        return latency;
    }

    /** The same producer for another stripe; when nobody is in this lane any more. */
    LaneMaker again() {
        return (next, isOpen) -> new Lane(next, producer, context, topics, sinceNanos, ioThread, isOpen);
    }

    /**
     * Ends it, once: whoever comes later waits until that is done.
     *
     * @param closing closes the producer; blocks
     * @return how many failed meanwhile or have no outcome afterwards
     */
    long end(Runnable closing) {
        if (isEnding.compareAndSet(false, true)) {
            long failedBefore = failed.sum();
            try {
                closing.run();
            } finally {
                context.lanes().retire(this);
                ended.complete(null);
            }
            return failed.sum() - failedBefore + inFlightCount();
        }
        ended.join();
        return 0;
    }

    /** Whether the producer's thread has ended, which it does only when an Error kills it or the producer is closed. */
    boolean isThreadDead() {
        var thread = ioThread;
        return thread != null && !thread.isAlive();
    }

    @Nullable
    Thread ioThread() {
        return ioThread;
    }

    /** Counts a send that is about to look at the gate; returns what the thread's cell held before. */
    long enter() {
        return entered.increment();
    }

    /** Takes {@link #enter} back, by the same thread: the gate is closed. */
    void leave() {
        entered.decrement();
        wakeWaiter();
    }

    boolean isOpen() {
        return state == OPEN;
    }

    /** Under the stripe's lock. */
    void open() {
        if (state == CLOSED) {
            state = OPEN;
        }
    }

    /** Under the stripe's lock. */
    void close() {
        if (state == OPEN) {
            state = CLOSED;
        }
    }

    /**
     * Gives it up: what is acknowledged from now on fails as UNKNOWN, since the stripe's next lane may already have sent
     * later messages. Under the stripe's lock.
     */
    void abandon(Abandonment why) {
        if (state != ABANDONED) {
            abandonment = why;
            state = ABANDONED;
        }
    }

    boolean isAbandoned() {
        return state == ABANDONED;
    }

    /** Whether a send of this message would not hold the thread; for the threads of producers, which must not be held. */
    boolean takesAtOnce(MqMessage message) {
        return topics.isKnown(message, context.nanoTime().getAsLong()) && topics.hasRoom();
    }

    /** Finds out about a topic, so that {@link #takesAtOnce} knows; by a thread that may be held. */
    void learn(String topic) {
        try {
            topics.know(
                    topic,
                    producer.kafka().partitionsFor(topic).size(),
                    context.nanoTime().getAsLong());
        } catch (KafkaException | IllegalStateException e) {
            topics.forget(topic);
        }
    }

    /** Blocks until what is in Kafka's buffer has its outcome; not on an I/O thread. */
    void flush() {
        try {
            producer.kafka().flush();
        } catch (KafkaException | IllegalStateException e) {
            // closed meanwhile, or interrupted: what waits for the outcomes finds that out by itself
            wakeWaiter();
        }
    }

    /**
     * Hands a message to Kafka; by a thread that has entered.
     *
     * @param ticket what {@link #enter} has said
     * @param waits whether the caller waits for the outcome: such a send is timed in any case
     */
    void send(MqMessage message, MqSendCallback callback, long ticket, boolean waits) {
        int tick = waits ? Ticks.now() : sampling.isTimed(ticket) ? Ticks.sample(Ticks.now()) : 0;
        var acknowledgement = new Acknowledgement(this, message, callback, tick);
        try {
            // the outcome comes through the callback
            var unused = producer.kafka().send(OutgoingRecord.of(message), acknowledgement);
            acknowledgement.left();
        } catch (RuntimeException e) {
            // thrown: what entered Kafka's buffer all the same is never sent, but may be reported through the callback
            // too
            if (acknowledgement.tells()) {
                fail(e, message, callback, tick, -1, false, null);
            }
        }
    }

    /** As {@link #send(MqMessage, MqSendCallback, long, boolean)}, for one that may have to wait again. */
    void send(QueuedSend send) {
        var acknowledgement = new QueuedAcknowledgement(this, send);
        try {
            var unused = producer.kafka().send(send.record, acknowledgement);
            acknowledgement.left();
        } catch (RuntimeException e) {
            if (acknowledgement.tells()) {
                fail(e, send.message, send.callback, send.tick, -1, false, send);
            }
        }
    }

    void acknowledge(RecordMetadata metadata, MqMessage message, MqSendCallback callback, int tick) {
        noteIoThread();
        if (state == ABANDONED) {
            failed.increment();
            context.outcomes().fail(message, callback, abandonedFailure(message, metadata.partition(), true));
        } else {
            var counts = traffic.of(metadata.topic());
            if (tick != 0) {
                int now = Ticks.now();
                long micros = Ticks.microsBetween(tick, now);
                int standsFor = Ticks.isSample(tick) ? sampling.acknowledged(now) : 1;
                latency.recordMicros(micros, standsFor);
                counts.timed(micros, standsFor);
                topics.note(metadata.topic());
            }
            counts.acknowledged(
                    Math.max(0, metadata.serializedKeySize()) + (long) Math.max(0, metadata.serializedValueSize()));
            context.outcomes().acknowledge(metadata, message, callback);
        }
        settled.add(1);
        wakeWaiter();
    }

    /**
     * @param queued the same message, if it is one that may wait
     * @param buffered whether the record may have entered Kafka's buffer; then this is the I/O thread
     */
    void fail(
            Exception cause,
            MqMessage message,
            MqSendCallback callback,
            int tick,
            int partition,
            boolean buffered,
            @Nullable QueuedSend queued) {
        if (buffered) {
            noteIoThread();
        }
        boolean wasAbandoned = state == ABANDONED;
        var failure = wasAbandoned
                ? abandonedFailure(message, partition, buffered)
                : context.outcomes().failure(cause, message, partition, progress(message, cause, buffered));
        stripe.noteFailure(this, cause, failure, buffered);
        if (stripe.takesBack(this, queued, message, callback, tick, failure, buffered)) {
            withdrawn.increment();
        } else {
            failed.increment();
            context.outcomes().fail(message, callback, failure);
        }
        if (buffered) {
            settled.add(1);
        } else {
            settledElsewhere.increment();
        }
        wakeWaiter();
    }

    TopicTraffic.Lane traffic() {
        return traffic;
    }

    long acknowledgedCount() {
        return traffic.acknowledgedCount();
    }

    long acknowledgedBytes() {
        return traffic.bytes();
    }

    /** Sends that were tried again, by Kafka's client or by us. */
    long retriedCount() {
        return withdrawn.sum() + topics.repeatedTries() - repeatedBefore;
    }

    long failedCount() {
        return failed.sum();
    }

    /** Messages without an outcome; completions are read first, so that it is never too small. */
    long inFlightCount() {
        long completed = traffic.acknowledgedCount() + failed.sum() + withdrawn.sum();
        return Math.max(0, entered.sum() - completed);
    }

    /** Waits until all who entered are settled: with a closed gate that is final. Returns whether they are. */
    boolean awaitSettled(long nanos) {
        long start = context.nanoTime().getAsLong();
        boolean wasInterrupted = false;
        waiter = Thread.currentThread();
        try {
            while (!isSettled()) {
                long left = nanos - (context.nanoTime().getAsLong() - start);
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.min(left, LONGEST_PARK_NANOS));
                wasInterrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            waiter = null;
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether all who entered are settled. Compares with one reading what was entered: who enters a closed gate leaves by
     * the same cell.
     */
    boolean isSettled() {
        long done = settled.get() + settledElsewhere.sum();
        return entered.sum() == done;
    }

    private void wakeWaiter() {
        var waiting = waiter;
        if (waiting != null && isSettled()) {
            LockSupport.unpark(waiting);
        }
    }

    private Progress progress(MqMessage message, Exception cause, boolean buffered) {
        return buffered
                ? repeatedTries.of(producer.kafka(), producer.clientId(), message.topic(), cause)
                : Progress.NOT_BUFFERED;
    }

    private MqSendException abandonedFailure(MqMessage message, int partition, boolean buffered) {
        var why = abandonment;
        return Outcomes.abandoned(
                why == null ? MqErrorCode.TIMED_OUT : why.code(),
                why == null ? "its producer was replaced" : why.reason(),
                message.topic(),
                partition,
                buffered);
    }

    private void noteIoThread() {
        var thread = Thread.currentThread();
        var known = ioThread;
        if (known != thread) {
            ioThread = thread;
            context.lanes().addCallbackThread(thread);
            if (known != null) {
                context.lanes().removeCallbackThread(known);
            }
        }
    }
}
