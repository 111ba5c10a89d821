// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.spi.PayloadConverters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a connector: routes each message to its stripe.
 *
 * <p>Thread-safe. Opened by {@link #open()}, closed by {@link #close()}.
 */
public final class StripedProducer implements MqProducer, AutoCloseable {
    private static final long REOPEN_MILLIS = 1_000;
    private static final String ON_IO_THREAD =
            "on a producer's callback thread would wait for itself; use sendAsync there, or a thread of your own";

    private final MqLog log = MqLog.of(StripedProducer.class);
    private final Stripe[] stripes;
    private final StripeRouter router;
    private final SendLimits limits;
    private final long longestSendNanos;
    private final PayloadConverters converters;
    private final ClusterWatch cluster;
    private final ConnectorMetrics metrics;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final LatencyWindow latencies = new LatencyWindow(System::nanoTime);
    private final MqLog.Limit openFailures = new MqLog.Limit(System::nanoTime);

    /** Set once. */
    private volatile boolean closed;

    /**
     * @param pool where the stripes lease their producers
     * @param stripeCount at least 1
     * @param limits quoted in errors and used as time-outs
     * @param converters of the application
     * @param cluster answers pings
     * @param metrics where failures are counted by code
     * @param executor runs what may block
     * @param timer tries again what failed to open
     */
    public StripedProducer(
            ProducerPool pool,
            int stripeCount,
            SendLimits limits,
            PayloadConverters converters,
            ClusterWatch cluster,
            ConnectorMetrics metrics,
            Executor executor,
            ScheduledExecutorService timer) {
        this.limits = limits;
        this.longestSendNanos = Stripe.longestSendNanos(limits);
        this.converters = converters;
        this.cluster = cluster;
        this.metrics = metrics;
        this.executor = executor;
        this.timer = timer;
        this.router = new StripeRouter(stripeCount);
        this.stripes = new Stripe[stripeCount];
        for (int i = 0; i < stripeCount; i++) {
            stripes[i] = new Stripe(
                    pool,
                    limits,
                    latencies,
                    code -> metrics.counter("producer.errors." + code).inc());
        }
    }

    /** Builds the stripes' producers, which needs no broker; what fails is tried again in the background. */
    public void open() {
        boolean all = true;
        for (Stripe stripe : stripes) {
            try {
                stripe.open();
            } catch (MqException e) {
                all = false;
                if (openFailures.permits()) {
                    log.producerNotBuilt(limits.brokers(), e);
                }
            }
        }
        if (!all && !closed) {
            var unused = timer.schedule(() -> executor.execute(this::open), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public MqReceipt send(MqMessage message) {
        requireNonNull(message, "message");
        refuseToBlock(message.topic());
        var send = new BlockingSend();
        stripe(message).send(message, send, true);
        return send.await(message.topic(), longestSendNanos);
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return send(message(topic, key, payload, headers));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        requireNonNull(message, "message");
        var send = new StagedSend();
        stripe(message).send(message, send, false);
        return send;
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        MqMessage message;
        try {
            message = message(topic, key, payload, headers);
        } catch (MqSendException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sendAsync(message);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        requireNonNull(message, "message");
        requireNonNull(callback, "callback");
        stripe(message).send(message, callback, false);
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        refuseToBlock(messages.isEmpty() ? "" : messages.get(0).topic());
        var batch = batch(messages);
        try {
            return batch.get(longestSendNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw batchUnknown(
                    MqErrorCode.INTERRUPTED, messages, "the calling thread was interrupted while waiting", e);
        } catch (TimeoutException e) {
            throw batchUnknown(
                    MqErrorCode.TIMED_OUT,
                    messages,
                    "not every outcome came within " + longestSendNanos / 1_000_000 + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError("a batch never completes exceptionally", e);
        }
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        return batch(messages);
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
        var flushing = new CompletableFuture<?>[stripes.length];
        for (int i = 0; i < stripes.length; i++) {
            flushing[i] = CompletableFuture.runAsync(stripes[i]::flush, executor);
        }
        try {
            CompletableFuture.allOf(flushing).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(MqErrorCode.INTERRUPTED, "interrupted while flushing", e, true);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT,
                    "not everything was acknowledged within " + timeout + ": " + inFlightCount()
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
        long acknowledged = 0;
        long failed = 0;
        long inFlight = 0;
        long bytes = 0;
        for (Stripe stripe : stripes) {
            acknowledged += stripe.acknowledgedCount();
            failed += stripe.failedCount();
            inFlight += stripe.inFlightCount();
            bytes += stripe.acknowledgedBytes();
        }
        var window = latencies.snapshot(acknowledged);
        return new MqProducerStats(
                acknowledged + failed + inFlight,
                acknowledged,
                failed,
                inFlight,
                bytes,
                window.perSecond(),
                window.meanMicros(),
                window.p50Micros(),
                window.p99Micros(),
                window.p999Micros(),
                window.maxMicros());
    }

    /** How many stripes have a producer. */
    public int openStripeCount() {
        int open = 0;
        for (Stripe stripe : stripes) {
            open += stripe.isOpen() ? 1 : 0;
        }
        return open;
    }

    /** Refuses further sends and waits for what is in flight, all stripes at once, as long as the pool allows. */
    @Override
    public void close() {
        closed = true;
        var closing = new CompletableFuture<?>[stripes.length];
        for (int i = 0; i < stripes.length; i++) {
            closing[i] = CompletableFuture.runAsync(stripes[i]::close, executor);
        }
        CompletableFuture.allOf(closing).join();
    }

    private BatchSend batch(List<? extends MqMessage> messages) {
        var all = List.<MqMessage>copyOf(messages);
        var batch = new BatchSend(all.size());
        for (int i = 0; i < all.size(); i++) {
            var message = all.get(i);
            var slot = batch.slot(i);
            var blocker = batch.blocker(message);
            if (blocker == null) {
                stripe(message).send(message, slot, false);
            } else {
                stripe(message).refuse(message, slot, blocker);
            }
        }
        return batch;
    }

    private Stripe stripe(MqMessage message) {
        return stripes[router.route(message)];
    }

    private long inFlightCount() {
        long count = 0;
        for (Stripe stripe : stripes) {
            count += stripe.inFlightCount();
        }
        return count;
    }

    private MqMessage message(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return MqMessage.builder(topic)
                .key(key)
                .value(payload == null ? null : toBytes(topic, payload))
                .headers(headers)
                .build();
    }

    private byte[] toBytes(String topic, Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        Throwable cause = null;
        String problem;
        var converter = converters.find(payload.getClass());
        if (converter.isPresent()) {
            try {
                return converter.get().toBytes(payload);
            } catch (Exception e) {
                cause = e;
                problem = converter.get().getClass().getName() + " failed on a "
                        + payload.getClass().getName() + ": " + e.getMessage();
            }
        } else {
            problem = "a " + payload.getClass().getName() + " cannot be turned into bytes: send byte[] or String, or"
                    + " provide an io.mqconnector.spi.MqPayloadConverter for it (" + converters.applicationCount()
                    + " found)";
        }
        metrics.counter("producer.errors." + MqErrorCode.SERIALIZATION_FAILED).inc();
        throw new MqSendException(
                MqErrorCode.SERIALIZATION_FAILED,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: " + problem,
                cause,
                false,
                false);
    }

    private boolean onIoThread() {
        var thread = Thread.currentThread();
        for (Stripe stripe : stripes) {
            if (stripe.isIoThread(thread)) {
                return true;
            }
        }
        return false;
    }

    /** Refuses a blocking send, before anything is sent, on a thread that could not wait for its outcome. */
    private void refuseToBlock(String topic) {
        if (onIoThread()) {
            throw notSent(MqErrorCode.ILLEGAL_STATE, topic, "a blocking send " + ON_IO_THREAD);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw notSent(MqErrorCode.INTERRUPTED, topic, "the calling thread is interrupted");
        }
    }

    private static MqSendException notSent(MqErrorCode code, String topic, String why) {
        return new MqSendException(
                code,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: " + why,
                null,
                code == MqErrorCode.INTERRUPTED,
                false);
    }

    private static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
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
