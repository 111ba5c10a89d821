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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A cluster of one log, and the source of the {@link FakeProducer}s that write it. Thread-safe. */
final class FakeCluster implements LaneSource {
    /** What has been written, in order; guarded by itself. */
    private final List<String> log = new ArrayList<>();

    final List<FakeProducer> producers = new CopyOnWriteArrayList<>();
    private final AtomicInteger serial = new AtomicInteger();
    /** How many can still be built. */
    private final AtomicInteger buildable = new AtomicInteger(Integer.MAX_VALUE);

    private volatile Map<String, Object> properties = Map.of();
    /** What producers were built with. */
    private final Map<PooledProducer, Map<String, Object>> built = new ConcurrentHashMap<>();
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

    /** Has all building fail after so many more. */
    void failAfter(int count) {
        buildable.set(count);
    }

    /** What a producer was built with. */
    Map<String, Object> propertiesOf(FakeProducer producer) {
        return built.entrySet().stream()
                .filter(entry -> entry.getKey().kafka() == producer)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public PooledProducer lease() {
        beforeLease.run();
        var failure = buildFailure;
        if (failure != null) {
            throw failure;
        }
        if (buildable.getAndDecrement() <= 0) {
            throw new MqConnectionException(MqErrorCode.CONNECTION_FAILED, "no more", null, true);
        }
        var producer = new FakeProducer(this, "fake-" + serial.incrementAndGet());
        producer.sendFailure = sendFailure;
        producers.add(producer);
        var leased = new PooledProducer(producer, producer.name(), StripesFixture.LIMITS);
        built.put(leased, properties);
        return leased;
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

    /** Builds with them from now on. */
    void change(Map<String, Object> changed) {
        properties = changed;
        changes.add(changed);
    }

    @Override
    public void renew() {
        changes.add(properties);
    }

    @Override
    public Prepared prepare(Map<String, Object> changed, SendLimits limits) {
        return new Prepared() {
            @Override
            public PooledProducer lease() {
                var leased = FakeCluster.this.lease();
                built.put(leased, changed);
                return leased;
            }

            @Override
            public void adopt() {
                change(changed);
            }
        };
    }

    @Override
    public boolean isCurrent(PooledProducer producer) {
        return properties.equals(built.get(producer));
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
