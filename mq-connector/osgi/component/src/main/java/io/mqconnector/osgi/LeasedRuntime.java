// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

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
    public List<String> problems(SubscriptionRequest request) {
        return runtime.problems(request);
    }

    @Override
    public MqConsumer subscribe(SubscriptionRequest request) {
        lock.lock();
        try {
            if (isClosed) {
                throw new MqConnectionException(
                        MqErrorCode.CLOSED,
                        "the bundle has given the connector back; get the service again",
                        null,
                        false);
            }
            consumers.removeIf(consumer -> consumer.state() == MqConsumer.State.CLOSED);
            var consumer = runtime.subscribe(request);
            consumers.add(consumer);
            return consumer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void carrierFailed(Throwable failure) {
        runtime.carrierFailed(failure);
    }

    @Override
    public void close() {
        List<MqConsumer> left;
        lock.lock();
        try {
            isClosed = true;
            left = List.copyOf(consumers);
            consumers.clear();
        } finally {
            lock.unlock();
        }
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
