// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.spi.PayloadConverters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A striped producer on fake producers, with threads of its own. */
final class StripesFixture implements AutoCloseable {
    static final SendLimits LIMITS =
            new SendLimits("b:9092", Duration.ofSeconds(2), Duration.ofSeconds(10), 1_000_000, 4_000_000);

    final FakeCluster cluster;
    final ExecutorService executor = Executors.newCachedThreadPool(StripesFixture::daemon);
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(StripesFixture::daemon);
    final Map<MqErrorCode, LongAdder> errors = new ConcurrentHashMap<>();
    final TopicTraffic traffic = new TopicTraffic(2);
    final StripedProducer producer;

    StripesFixture(int stripes, Duration drainTimeout, boolean retries) {
        this(stripes, drainTimeout, retries ? retry(3) : null, LIMITS);
    }

    StripesFixture(int stripes, Duration drainTimeout, @Nullable RetryPolicy retry, SendLimits limits) {
        this(new FakeCluster(), stripes, drainTimeout, retry, limits);
    }

    StripesFixture(
            FakeCluster cluster, int stripes, Duration drainTimeout, @Nullable RetryPolicy retry, SendLimits limits) {
        this(cluster, stripes, drainTimeout, retry, limits, null);
    }

    StripesFixture(
            FakeCluster cluster,
            int stripes,
            Duration drainTimeout,
            @Nullable RetryPolicy retry,
            SendLimits limits,
            CircuitBreaker.@Nullable Settings breaker) {
        this.cluster = cluster;
        cluster.closeTimeout = drainTimeout;
        producer = new StripedProducer(
                cluster,
                new StripeSettings(stripes, drainTimeout, Duration.ZERO, Duration.ofSeconds(1), retry, breaker),
                limits,
                new Payloads(PayloadConverters.of(StripesFixture.class.getClassLoader()), this::count),
                new ClusterWatch(
                        new ClientFactory(executor),
                        "watch",
                        new ClusterWatch.Settings(Map.of(), "b:9092", Duration.ofSeconds(1)),
                        timer),
                this::count,
                traffic,
                () -> {
                    throw new AssertionError("no transaction here");
                },
                executor,
                timer,
                System::nanoTime);
        producer.open();
        if (cluster.buildFailure == null) {
            until(() -> producer.openStripeCount() == stripes);
        }
    }

    private void count(MqErrorCode code) {
        errors.computeIfAbsent(code, fresh -> new LongAdder()).increment();
    }

    static RetryPolicy retry(int attempts) {
        return new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(10), 2, 0.2, false);
    }

    static MqMessage message(String key, String text) {
        return MqMessage.of("t", key, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(String key, String text, MqSendCallback callback) {
        producer.sendAsync(message(key, text), callback);
    }

    /** Waits for something that other threads do. */
    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
                throw new AssertionError("not within 20 s");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        executor.shutdownNow();
        timer.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "of-fixture");
        thread.setDaemon(true);
        return thread;
    }
}
