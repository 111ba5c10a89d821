// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.pool.PooledProducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A cluster of one log, and the source of the {@link FakeProducer}s that write it. Thread-safe. */
final class FakeCluster implements LaneSource {
    /** What has been written, in order; guarded by itself. */
    private final List<String> log = new ArrayList<>();

    final List<FakeProducer> producers = new CopyOnWriteArrayList<>();
    private final AtomicInteger serial = new AtomicInteger();
    private volatile Map<String, Object> properties = Map.of();
    /** Every change of them. */
    final List<Map<String, Object>> changes = new CopyOnWriteArrayList<>();
    /** Thrown instead of building or authenticating a producer. */
    volatile @Nullable MqConnectionException buildFailure;
    /** The password that producers must have; null: any. */
    volatile @Nullable String password;

    volatile Duration closeTimeout = Duration.ofSeconds(5);
    /** Thrown by the sends of producers that are made from now on. */
    volatile @Nullable RuntimeException sendFailure;

    /** Runs before a producer is built. */
    volatile Runnable beforeLease = () -> {};

    /** Writes a record; its offset. */
    long append(String text) {
        synchronized (log) {
            log.add(text);
            return log.size() - 1L;
        }
    }

    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    FakeProducer producer(int index) {
        return producers.get(index);
    }

    FakeProducer latest() {
        return producers.get(producers.size() - 1);
    }

    @Override
    public PooledProducer lease() {
        beforeLease.run();
        var failure = buildFailure;
        if (failure != null) {
            throw failure;
        }
        var producer = new FakeProducer(this, "fake-" + serial.incrementAndGet());
        producer.sendFailure = sendFailure;
        producers.add(producer);
        return new PooledProducer(producer, producer.name(), StripesFixture.LIMITS);
    }

    @Override
    public PooledProducer leaseReplacement() {
        return lease();
    }

    @Override
    public void end(PooledProducer producer, Cause cause, boolean isAtOnce) {
        producer.kafka().close(isAtOnce ? Duration.ZERO : closeTimeout);
    }

    @Override
    public Map<String, Object> properties() {
        return properties;
    }

    @Override
    public void change(Map<String, Object> changed, SendLimits limits) {
        properties = changed;
        changes.add(changed);
    }

    @Override
    public void renew() {
        changes.add(properties);
    }

    @Override
    public void authenticate(Map<String, Object> tried, Duration timeout) {
        var failure = buildFailure;
        if (failure != null) {
            throw failure;
        }
        if (password != null && !password.equals(tried.get("password"))) {
            throw new MqConnectionException(MqErrorCode.AUTHENTICATION_FAILED, "wrong password", null, false);
        }
    }
}
