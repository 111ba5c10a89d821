// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * The connector as one bundle sees it. Closing it closes what that bundle has subscribed; the connector is not the
 * bundle's to close. Thread-safe.
 */
final class LeasedRuntime implements MqRuntime {
    private static final MqOsgiLog LOG = MqOsgiLog.of(LeasedRuntime.class);

    private final MqRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: the bundle's, those that it closed itself are dropped with the next subscription. */
    private final List<MqConsumer> consumers = new ArrayList<>();
    /** Guarded by {@link #lock}: the bundle's. */
    private final List<MqOutbox> outboxes = new ArrayList<>();
    /** Guarded by {@link #lock}: the bundle's. */
    private final List<Registration> notifiers = new ArrayList<>();
    /** Guarded by {@link #lock}. */
    private boolean isClosed;

    LeasedRuntime(MqRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public int apiVersion() {
        return runtime.apiVersion();
    }

    @Override
    public String instanceId() {
        return runtime.instanceId();
    }

    @Override
    public MqProducer producer() {
        return runtime.producer();
    }

    @Override
    public MqProducerPool pool() {
        return runtime.pool();
    }

    @Override
    public MqProducer producer(String connection) {
        return runtime.producer(connection);
    }

    @Override
    public MqProducerPool pool(String connection) {
        return runtime.pool(connection);
    }

    @Override
    public MqOutbox outbox(DataSource dataSource) {
        lock.lock();
        try {
            requireOpen();
            var outbox = runtime.outbox(dataSource);
            outboxes.add(outbox);
            return outbox;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> problems(SubscriptionRequest request) {
        return runtime.problems(request);
    }

    @Override
    public MqConsumer subscribe(SubscriptionRequest request) {
        lock.lock();
        try {
            requireOpen();
            consumers.removeIf(consumer -> consumer.state() == MqConsumer.State.CLOSED);
            var consumer = runtime.subscribe(request);
            consumers.add(consumer);
            return consumer;
        } finally {
            lock.unlock();
        }
    }

    /** With {@link #lock} held. */
    private void requireOpen() {
        if (isClosed) {
            throw new MqConnectionException(
                    MqErrorCode.CLOSED, "the bundle has given the connector back; get the service again", null, false);
        }
    }

    /** Of all listeners, whichever bundle's they are. */
    @Override
    public MqHealth health() {
        return runtime.health();
    }

    @Override
    public Registration addNotifier(MqNotifier notifier) {
        lock.lock();
        try {
            requireOpen();
            var registration = runtime.addNotifier(notifier);
            notifiers.add(registration);
            return () -> forget(registration);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Registration notifier) {
        notifier.close();
        lock.lock();
        try {
            notifiers.remove(notifier);
        } finally {
            lock.unlock();
        }
    }

    /** For all bundles: there is one configuration. */
    @Override
    public CompletionStage<Void> override(Map<String, String> overrides) {
        return runtime.override(overrides);
    }

    @Override
    public CompletionStage<Void> resetOverrides(Collection<String> keys) {
        return runtime.resetOverrides(keys);
    }

    @Override
    public Map<String, String> overrides() {
        return runtime.overrides();
    }

    @Override
    public void carrierFailed(Throwable failure) {
        runtime.carrierFailed(failure);
    }

    @Override
    public void close() {
        List<MqConsumer> left;
        List<MqOutbox> open;
        List<Registration> told;
        lock.lock();
        try {
            isClosed = true;
            left = List.copyOf(consumers);
            consumers.clear();
            open = List.copyOf(outboxes);
            outboxes.clear();
            told = List.copyOf(notifiers);
            notifiers.clear();
        } finally {
            lock.unlock();
        }
        told.forEach(Registration::close);
        open.forEach(MqOutbox::close);
        for (var consumer : left) {
            try {
                consumer.close();
            } catch (MqConnectionException e) {
                // by its own listener, which would wait for itself; the connector closes it at the latest
                LOG.listenerNotClosed(consumer.name(), e);
            }
        }
    }
}
