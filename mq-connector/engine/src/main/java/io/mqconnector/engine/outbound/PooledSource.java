// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.pool.PooledProducer;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ProducerSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/** Producers out of the pool. Thread-safe. */
public final class PooledSource implements LaneSource {
    private final MqLog log = MqLog.of(PooledSource.class);
    private final ProducerPool pool;
    private final BiFunction<Map<String, Object>, SendLimits, ProducerSource> builder;
    private final ClientFactory clients;
    private final String clientId;

    /** Held while the pool is told. */
    private final ReentrantLock changing = new ReentrantLock();
    /** Replaced whole; written under {@link #changing}. */
    private volatile Settings settings;

    private record Settings(Map<String, Object> properties, SendLimits limits) {}

    /**
     * @param pool lends the producers
     * @param properties what it builds them with
     * @param limits that go with them
     * @param builder what it builds them by, with given properties
     * @param clients builds the client that tries credentials
     * @param clientId of that client
     */
    public PooledSource(
            ProducerPool pool,
            Map<String, Object> properties,
            SendLimits limits,
            BiFunction<Map<String, Object>, SendLimits, ProducerSource> builder,
            ClientFactory clients,
            String clientId) {
        this.pool = pool;
        this.settings = new Settings(properties, limits);
        this.builder = builder;
        this.clients = clients;
        this.clientId = clientId;
    }

    @Override
    public PooledProducer lease() {
        return pool.borrow();
    }

    @Override
    public PooledProducer leaseReplacement() {
        return pool.borrowReplacement();
    }

    @Override
    public void end(PooledProducer producer, Cause cause, boolean isAtOnce) {
        if (isAtOnce) {
            try {
                ProducerThread.close(producer.kafka(), Duration.ZERO);
            } catch (KafkaException e) {
                log.clientCloseFailed(producer.clientId(), e);
            }
        }
        pool.discard(producer, cause);
    }

    @Override
    public Map<String, Object> properties() {
        return settings.properties;
    }

    @Override
    public void change(Map<String, Object> changed, SendLimits limits) {
        changing.lock();
        try {
            settings = new Settings(changed, limits);
            tellPool();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void renew() {
        changing.lock();
        try {
            tellPool();
        } finally {
            changing.unlock();
        }
    }

    private void tellPool() {
        var current = settings;
        pool.change(builder.apply(current.properties, current.limits));
    }

    @Override
    public void authenticate(Map<String, Object> tried, Duration timeout) {
        var ofAdmin = new HashMap<>(tried);
        ofAdmin.keySet().retainAll(AdminClientConfig.configNames());
        var building = clients.admin(ofAdmin, clientId);
        try {
            Admin admin = building.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) timeout.toMillis()))
                    .nodes()
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(
                    MqErrorCode.INTERRUPTED, "interrupted while trying the credentials", e, true);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw KafkaErrors.connection(cause == null ? e : cause, "the cluster does not take the credentials");
        } catch (TimeoutException | CancellationException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT, "no broker answered within " + timeout + " to try the credentials", e, true);
        } finally {
            var unused = building.thenAccept(admin -> admin.close(Duration.ZERO));
        }
    }
}
