// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.client.Trial;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.config.ListenerSource;
import io.mqconnector.spi.SubscriptionRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connections and a listener that only note what is done to them. Thread-safe. */
final class FakeTargets implements ConfigTargets {
    /** Connections are not built with this: nobody takes it. */
    static final Duration REFUSED_LINGER = Duration.ofMillis(13);

    /** Connections with this are not built before {@link #answer}. */
    static final Duration UNANSWERED_LINGER = Duration.ofMillis(17);

    /** {@code prepare default}, {@code commit default}, {@code abort default}; {@code prepare listener}, … */
    final List<String> deeds = new CopyOnWriteArrayList<>();
    /** What becomes of what is unanswered. */
    final CompletableFuture<Void> answer = new CompletableFuture<>();
    /** What connections go by. */
    final List<ConnectionConfig> inForce = new CopyOnWriteArrayList<>();

    final CountDownLatch preparing = new CountDownLatch(1);
    /** If there is one, the next prepare waits for it. */
    volatile @Nullable CountDownLatch held;

    volatile @Nullable FakeListener listener;
    /** Why connections are not built. */
    volatile Supplier<String> reason = () -> "the cluster does not take the credentials";

    @Override
    public PendingChange prepare(ConnectionConfig next) {
        deeds.add("prepare " + next.name());
        hold();
        if (next.get(ConfigKeys.PRODUCER_LINGER).equals(UNANSWERED_LINGER)) {
            awaitAnswer();
        }
        if (next.get(ConfigKeys.PRODUCER_LINGER).equals(REFUSED_LINGER)) {
            throw new MqConnectionException(MqErrorCode.AUTHENTICATION_FAILED, reason.get(), null, false);
        }
        return noting(next.name(), () -> inForce.add(next));
    }

    private void awaitAnswer() {
        try {
            var unused = Trial.await(answer, Duration.ofSeconds(20));
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new MqConnectionException(MqErrorCode.TIMED_OUT, "no broker answers", e, true);
        }
    }

    private void hold() {
        preparing.countDown();
        var latch = held;
        held = null;
        try {
            if (latch != null && !latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it go");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void inForce(ConfigSnapshot now) {
        deeds.add("in force");
    }

    @Override
    public List<Listener> listeners() {
        var one = listener;
        return one == null ? List.of() : List.of(one);
    }

    private PendingChange noting(String name, Runnable commit) {
        return new PendingChange() {
            @Override
            public CompletableFuture<Void> commit() {
                deeds.add("commit " + name);
                commit.run();
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void abort() {
                deeds.add("abort " + name);
            }
        };
    }

    /** Goes by what is committed. */
    final class FakeListener implements Listener {
        private final ListenerSource source;
        private volatile ListenerConfig config;

        FakeListener(SubscriptionRequest request, ConfigSnapshot running) {
            this.source = new ListenerSource(request);
            var reading = source.read(running);
            source.inForce(reading);
            this.config = reading.config();
        }

        @Override
        public ListenerConfig config() {
            return config;
        }

        @Override
        public ListenerSource.Reading read(ConfigSnapshot snapshot) {
            return source.read(snapshot);
        }

        @Override
        public void inForce(ListenerSource.Reading reading) {
            source.inForce(reading);
        }

        @Override
        public PendingChange prepare(ListenerConfig next) {
            deeds.add("prepare listener");
            return noting("listener", () -> config = next);
        }
    }
}
