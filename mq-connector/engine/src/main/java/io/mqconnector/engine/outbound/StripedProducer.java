// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.spi.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a connector: routes each message to its stripe.
 *
 * <p>Thread-safe. Opened by {@link #open()}, closed by {@link #close()}.
 */
public final class StripedProducer implements MqProducer, AutoCloseable {
    /** Beyond the drain time-out, for closing what has not finished by then. */
    private static final long CLOSE_GRACE_MILLIS = 2_000;

    private static final String ON_IO_THREAD =
            "on a producer's callback thread would wait for itself; use sendAsync there, or a thread of your own";

    private final MqLog log = MqLog.of(StripedProducer.class);
    private final LaneSource source;
    private final OutboundContext context;
    private final Outcomes outcomes;
    private final Rotations rotations;
    private final StripeCare care;
    private final StripeChanges changes;
    private final AtomicReference<Layout> layout;
    private final Payloads payloads;
    private final Supplier<MqTransaction> transactions;
    private final ClusterWatch cluster;

    /** How often circuit breakers have opened, one after the other. */
    private final AtomicInteger breakerOpened = new AtomicInteger();
    /** Set once. */
    private volatile boolean closed;

    /**
     * @param source where the stripes get their producers
     * @param settings how stripes are looked after
     * @param limits quoted in errors and used as time-outs
     * @param payloads makes messages of payloads
     * @param cluster answers pings
     * @param errors told the code of each failed send
     * @param traffic counts what is sent, by topic
     * @param transactions begins transactions
     * @param executor runs what may block
     * @param timer starts work on the executor later
     * @param nanoTime the clock
     */
    public StripedProducer(
            LaneSource source,
            StripeSettings settings,
            SendLimits limits,
            Payloads payloads,
            ClusterWatch cluster,
            Consumer<MqErrorCode> errors,
            TopicTraffic traffic,
            Supplier<MqTransaction> transactions,
            Executor executor,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.source = source;
        this.payloads = payloads;
        this.transactions = transactions;
        this.cluster = cluster;
        this.outcomes = new Outcomes(
                errors,
                traffic,
                limits,
                settings.breaker() == null ? null : new CircuitBreaker(settings.breaker(), nanoTime, breakerOpened));
        this.context = new OutboundContext(
                new Lanes(traffic), outcomes, new AtomicReference<>(settings), executor, timer, nanoTime);
        this.layout = new AtomicReference<>(new Layout(List.of()));
        this.rotations = new Rotations(context, source, layout::get);
        this.care = new StripeCare(
                context, source, rotations, layout::get, this::isReachable, cluster::moveCount, () -> closed);
        this.changes = new StripeChanges(context, source, rotations, layout, care, () -> closed, care::open);
        var stripes = new ArrayList<Stripe>();
        for (int i = 0; i < settings.stripeCount(); i++) {
            stripes.add(new Stripe(context, care));
        }
        layout.set(new Layout(stripes));
    }

    /** Builds the stripes' producers, which needs no broker; what fails is tried again in the background. */
    public void open() {
        layout.get().stripes().forEach(care::open);
        care.start();
    }

    @Override
    public MqReceipt send(MqMessage message) {
        requireNonNull(message, "message");
        refuseToBlock(message.topic());
        var send = new BlockingSend();
        dispatch(message, send, true);
        return send.await(message.topic(), longestSendNanos());
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return send(payloads.message(topic, key, payload, headers));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        requireNonNull(message, "message");
        var send = new StagedSend();
        dispatch(message, send, false);
        return send;
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return payloads.sendAsync(this, topic, key, payload, headers);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        requireNonNull(message, "message");
        requireNonNull(callback, "callback");
        dispatch(message, callback, false);
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        var all = Messages.checked(messages);
        refuseToBlock(all.isEmpty() ? "" : all.get(0).topic());
        var limits = outcomes.limits();
        var results = new ArrayList<MqBatchResult.Result>(all.size());
        var blockers = new ArrayList<MqSendException>();
        for (var chunk : BatchChunks.of(all, limits.maxBatchCount(), limits.maxBatchBytes())) {
            // room that was missing may be there when what was sent before has its outcome
            blockers.removeIf(blocker -> blocker.code() == MqErrorCode.BUFFER_FULL);
            results.addAll(await(batch(chunk, blockers), all).results());
        }
        return new MqBatchResult(results);
    }

    private MqBatchResult await(BatchSend batch, List<MqMessage> messages) {
        long longest = longestSendNanos();
        try {
            return batch.get(longest, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw batchUnknown(
                    MqErrorCode.INTERRUPTED, messages, "the calling thread was interrupted while waiting", e);
        } catch (TimeoutException e) {
            throw batchUnknown(
                    MqErrorCode.TIMED_OUT, messages, "not every outcome came within " + longest / 1_000_000 + " ms", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a batch never completes exceptionally", e);
        }
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        return batch(Messages.checked(messages), new ArrayList<>());
    }

    @Override
    public void flush(Duration timeout) {
        requirePositive(timeout);
        if (onIoThread()) {
            throw new MqConnectionException(MqErrorCode.ILLEGAL_STATE, "flush " + ON_IO_THREAD, null, false);
        }
        if (closed) {
            throw new MqConnectionException(MqErrorCode.CLOSED, "the connector is closed", null, false);
        }
        try {
            flushAll().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(MqErrorCode.INTERRUPTED, "interrupted while flushing", e, true);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT,
                    "not everything was acknowledged within " + timeout + ": " + stats().inFlightCount()
                            + " messages are still in flight and go on",
                    e,
                    true);
        } catch (ExecutionException e) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, "the connector was closed while flushing", e.getCause(), false);
        }
    }

    @Override
    public MqPing ping(Duration timeout) {
        requirePositive(timeout);
        return cluster.ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        var totals = context.lanes().totals();
        long waiting = totals.inFlightCount();
        for (Stripe stripe : layout.get().stripes()) {
            waiting += stripe.gate().queuedCount();
        }
        var window = context.lanes().latencies().snapshot(totals.acknowledgedCount());
        return new MqProducerStats(
                totals.acknowledgedCount() + totals.failedCount() + waiting,
                totals.acknowledgedCount(),
                totals.failedCount(),
                waiting,
                totals.bytes(),
                window.perSecond(),
                window.meanMicros(),
                window.p50Micros(),
                window.p99Micros(),
                window.p999Micros(),
                window.maxMicros());
    }

    @Override
    public MqTransaction beginTransaction() {
        if (onIoThread()) {
            throw new MqConnectionException(MqErrorCode.ILLEGAL_STATE, "beginTransaction " + ON_IO_THREAD, null, false);
        }
        return transactions.get();
    }

    /** What was sent, by topic: transactions and borrowed producers included. */
    public List<TopicTraffic.Stats> topics() {
        return context.lanes().topics();
    }

    /** Sends that were tried again, by Kafka's client or by the connector. */
    public long retriedCount() {
        return context.lanes().totals().retriedCount();
    }

    /** How many stripes have a producer. */
    public int openStripeCount() {
        int open = 0;
        for (Stripe stripe : layout.get().stripes()) {
            open += stripe.isOpen() ? 1 : 0;
        }
        return open;
    }

    /** How many stripes there are. */
    public int stripeCount() {
        return layout.get().size();
    }

    /** The rotations since the start. */
    public RotationStats rotations() {
        return rotations.stats();
    }

    /** How often a circuit breaker has opened, be there one now or not. */
    public int breakerOpenedCount() {
        return breakerOpened.get();
    }

    /** The circuit breaker, if {@code mq.breaker.enabled}. */
    public Optional<CircuitBreaker> breaker() {
        return Optional.ofNullable(outcomes.breaker());
    }

    /**
     * Replaces the producers of all stripes, all at once.
     *
     * @return completes, never exceptionally, with what happened to all together
     */
    public CompletableFuture<RotationReport> rotate(RotationCause cause) {
        CompletableFuture<RotationReport> all = CompletableFuture.completedFuture(RotationReport.nothing(cause));
        for (int i = 0; i < stripeCount(); i++) {
            all = all.thenCombine(rotations.rotate(i, cause, true), RotationReport::plus);
        }
        return all;
    }

    /**
     * Replaces the producer of one stripe: builds the next first, holds the stripe's senders while the old one finishes what
     * it has in flight, at most {@code mq.pool.drain-timeout}.
     *
     * @param stripe from 0
     * @return completes, never exceptionally, with what happened
     */
    public CompletableFuture<RotationReport> rotate(int stripe) {
        return rotations.rotate(requireStripe(stripe), RotationCause.REQUESTED, true);
    }

    /**
     * As {@link #rotate(int)}, but does not wait for what the old producer has in flight: that fails as UNKNOWN.
     *
     * @param stripe from 0
     */
    public CompletableFuture<RotationReport> evict(int stripe) {
        return rotations.rotate(requireStripe(stripe), RotationCause.REQUESTED, false);
    }

    /**
     * Changes the number of stripes; the order of each key holds.
     *
     * @param stripes at least 1
     * @return completes, never exceptionally, with what happened; when it failed, everything is as before
     */
    public CompletableFuture<RotationReport> resize(int stripes) {
        if (stripes < 1) {
            throw new IllegalArgumentException("stripes " + stripes + " is less than 1");
        }
        return changes.change(
                RotationCause.RESIZE,
                source.properties(),
                outcomes.limits(),
                context.settings().get().withStripes(stripes));
    }

    /**
     * Replaces the producers of all stripes by some with other properties.
     *
     * @param properties complete for {@code KafkaProducer}, except client id and serializers
     * @param limits that go with them
     * @return completes, never exceptionally, with what happened; when one producer could not be built or is refused by the
     *     cluster, properties and producers are as before
     */
    public CompletableFuture<RotationReport> reconfigure(Map<String, Object> properties, SendLimits limits) {
        return changes.change(
                RotationCause.CONFIGURATION,
                properties,
                limits,
                context.settings().get());
    }

    /**
     * Prepares other settings: builds and proves the producers that they need, while everything goes on as before.
     *
     * @param properties complete for {@code KafkaProducer}, except client id and serializers
     * @param limits that go with them
     * @param settings how stripes are looked after, and how many there are
     * @return to be put in force, or dropped; blocks meanwhile as long as a rotation does
     * @throws io.mqconnector.api.MqException if a producer could not be built or is refused by the cluster; nothing has changed
     */
    public PendingChange prepare(Map<String, Object> properties, SendLimits limits, StripeSettings settings) {
        var stripes = changes.prepare(properties, limits, settings);
        return new PendingChange() {
            @Override
            public CompletableFuture<Void> commit() {
                var before = context.settings().get();
                breaker(settings.breaker());
                var replaced = stripes.commit();
                care.adjust(before);
                return replaced;
            }

            @Override
            public void abort() {
                stripes.abort();
            }
        };
    }

    private void breaker(CircuitBreaker.@Nullable Settings settings) {
        var present = outcomes.breaker();
        if (settings == null || present == null) {
            outcomes.breaker(settings == null ? null : new CircuitBreaker(settings, context.nanoTime(), breakerOpened));
        } else if (!settings.equals(present.settings())) {
            present.settings(settings);
        }
    }

    /**
     * Refuses further sends, fails what is queued, and waits for what is in flight, all stripes at once, at most
     * {@code mq.pool.drain-timeout}.
     */
    @Override
    public void close() {
        closed = true;
        care.stop();
        outcomes.close();
        for (Stripe stripe : layout.get().stripes()) {
            stripe.close();
        }
        // those of stripes, and those that were replaced and still close
        var closing = new ArrayList<CompletableFuture<?>>();
        for (Lane lane : context.lanes().live()) {
            closing.add(CompletableFuture.runAsync(() -> end(lane), context.executor()));
        }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                    .get(context.drainTimeout().toMillis() + CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            log.producersStillClosing(
                    (int) closing.stream().filter(each -> !each.isDone()).count(),
                    context.drainTimeout().toString());
        } catch (ExecutionException e) {
            log.unexpected("closing producers", e);
        }
    }

    /** One of the stripes there are now; for tests. */
    Stripe stripe(int index) {
        return layout.get().stripe(index);
    }

    private void end(Lane lane) {
        long inFlight = rotations.end(lane, Cause.CLOSED, false);
        if (inFlight > 0) {
            log.producerClosedInFlight(
                    lane.producer().clientId(), inFlight, context.drainTimeout().toString());
        }
    }

    private void dispatch(MqMessage message, MqSendCallback callback, boolean waits) {
        var stripe = layout.get().of(message);
        var breaker = outcomes.breaker();
        if (breaker != null && !breaker.permits()) {
            stripe.refuseUnasked(
                    message, callback, Outcomes.notSent(MqErrorCode.CIRCUIT_OPEN, message.topic(), breaker.refusal()));
            return;
        }
        stripe.send(message, callback, waits);
    }

    /** Completes when all that was sent before has its outcome. */
    private CompletableFuture<Void> flushAll() {
        return CompletableFuture.runAsync(
                () -> {
                    long takenBack = -1;
                    long before;
                    do {
                        before = takenBack;
                        takenBack = awaitQueues();
                        for (Lane lane : context.lanes().live()) {
                            lane.flush();
                        }
                    } while (takenBack != before && !closed);
                },
                context.executor());
    }

    private long awaitQueues() {
        long takenBack = 0;
        try {
            for (Stripe stripe : layout.get().stripes()) {
                takenBack += stripe.gate().awaitQueue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return takenBack;
    }

    private boolean isReachable() {
        var last = cluster.last();
        return last != null && last.isReachable();
    }

    private int requireStripe(int stripe) {
        if (stripe < 0 || stripe >= stripeCount()) {
            throw new IllegalArgumentException(
                    "stripe " + stripe + " does not exist; allowed are 0 to " + (stripeCount() - 1));
        }
        return stripe;
    }

    private BatchSend batch(List<MqMessage> all, List<MqSendException> blockers) {
        var batch = new BatchSend(all.size(), blockers);
        for (int i = 0; i < all.size(); i++) {
            var message = all.get(i);
            var slot = batch.slot(i);
            var blocker = batch.blocker(message);
            if (blocker == null) {
                dispatch(message, slot, false);
            } else {
                layout.get().of(message).refuseUnasked(message, slot, blocker);
            }
        }
        return batch;
    }

    private long longestSendNanos() {
        return Stripe.longestSendNanos(outcomes.limits());
    }

    private boolean onIoThread() {
        return context.lanes().isCallbackThread(Thread.currentThread());
    }

    /** Refuses a blocking send, before anything is sent, on a thread that could not wait for its outcome. */
    private void refuseToBlock(String topic) {
        if (onIoThread()) {
            throw Outcomes.notSent(MqErrorCode.ILLEGAL_STATE, topic, "a blocking send " + ON_IO_THREAD);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Outcomes.notSent(MqErrorCode.INTERRUPTED, topic, "the calling thread is interrupted");
        }
    }

    private static void requirePositive(Duration timeout) {
        requireNonNull(timeout, "timeout is null; say how long to wait");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive; say how long to wait");
        }
    }

    private static MqSendException batchUnknown(
            MqErrorCode code, List<? extends MqMessage> messages, String why, Throwable cause) {
        String topic = messages.isEmpty() ? "" : messages.get(0).topic();
        return new MqSendException(
                code,
                MqOutcome.UNKNOWN,
                topic,
                -1,
                "batch of " + messages.size() + " messages: " + why + "; some may still appear, each once",
                cause,
                true,
                false);
    }
}
