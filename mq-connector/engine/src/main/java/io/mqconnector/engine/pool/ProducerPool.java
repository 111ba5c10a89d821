// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.LatencyWindow;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultEvictionPolicy;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.apache.kafka.common.KafkaException;

/**
 * The commons-pool2 pool of live Kafka producers.
 *
 * <p>Thread-safe. A stripe leases one for its whole life; sends never come here. The pool's evictor is off: it does not
 * see leased producers, and the leases are all there is today.
 */
public final class ProducerPool implements AutoCloseable {
    private final MqLog log = MqLog.of(ProducerPool.class);
    private final ClientFactory clients;
    private final Map<String, Object> properties;
    private final String clientIdPrefix;
    private final Duration borrowTimeout;
    private final Duration closeTimeout;
    private final GenericObjectPool<PooledProducer> pool;
    private final AtomicInteger serial = new AtomicInteger();
    private final AtomicLong failedCreations = new AtomicLong();
    private final LatencyWindow borrowing = new LatencyWindow(System::nanoTime);
    private final LatencyWindow.Writer borrowWriter = borrowing.writer();
    /** Guards {@link #borrowWriter}, which allows one thread at a time. */
    private final ReentrantLock borrowingLock = new ReentrantLock();

    /**
     * @param clients builds the producers
     * @param properties of each producer, without client id
     * @param clientIdPrefix followed by {@code -producer-} and a number
     * @param maxCount most producers, leased and idle together
     * @param borrowTimeout longest wait of {@link #borrow()}
     * @param closeTimeout longest time to close one producer
     */
    public ProducerPool(
            ClientFactory clients,
            Map<String, Object> properties,
            String clientIdPrefix,
            int maxCount,
            Duration borrowTimeout,
            Duration closeTimeout) {
        this.clients = clients;
        this.properties = Map.copyOf(properties);
        this.clientIdPrefix = clientIdPrefix;
        this.borrowTimeout = borrowTimeout;
        this.closeTimeout = closeTimeout;
        var config = new GenericObjectPoolConfig<PooledProducer>();
        config.setMaxTotal(maxCount);
        config.setMaxIdle(maxCount);
        config.setMinIdle(0);
        config.setBlockWhenExhausted(true);
        config.setMaxWait(borrowTimeout);
        config.setJmxEnabled(false);
        // an object, not its name: that would be looked up through the context class loader
        config.setEvictionPolicy(new DefaultEvictionPolicy<>());
        this.pool = new GenericObjectPool<>(new Factory(), config);
    }

    /**
     * Leases a producer, building one if none is idle.
     *
     * @throws MqConnectionException {@link MqErrorCode#POOL_EXHAUSTED} with the pool's numbers, or what Kafka said when
     *     none could be built
     */
    public PooledProducer borrow() {
        long start = System.nanoTime();
        try {
            var producer = pool.borrowObject();
            recordBorrow(System.nanoTime() - start);
            return producer;
        } catch (NoSuchElementException e) {
            throw new MqConnectionException(
                    MqErrorCode.POOL_EXHAUSTED,
                    "no producer within " + borrowTimeout + ": total=" + (pool.getNumActive() + pool.getNumIdle()) + "/"
                            + pool.getMaxTotal() + ", idle=" + pool.getNumIdle() + ", waiting=" + pool.getNumWaiters()
                            + "; raise mq.pool.max-connections or lower mq.pool.stripes",
                    e,
                    true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(
                    MqErrorCode.INTERRUPTED, "interrupted while waiting for a producer", e, true);
        } catch (KafkaException e) {
            throw KafkaErrors.connection(e, "no producer could be built");
        } catch (IllegalStateException e) {
            throw new MqConnectionException(MqErrorCode.CLOSED, "the producer pool is closed", e, false);
        } catch (TimeoutException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT, "no producer was built within " + borrowTimeout, e, true);
        } catch (Exception e) {
            // commons-pool2 declares Exception; what the factory throws is listed above
            throw new MqConnectionException(
                    MqErrorCode.CONNECTION_FAILED, "no producer could be built: " + e.getMessage(), e, false);
        }
    }

    /** Ends a lease and closes the producer, waiting at most the close time-out for what it has in flight. */
    public void discard(PooledProducer producer) {
        try {
            pool.invalidateObject(producer);
        } catch (Exception e) {
            // invalidateObject may build a replacement for a waiter and pass on its failure
            log.clientCloseFailed(producer.clientId(), e);
        }
    }

    /** The pool in numbers. */
    public ProducerPoolStats stats() {
        var window = borrowing.snapshot(pool.getBorrowedCount());
        return new ProducerPoolStats(
                pool.getMaxTotal(),
                pool.getNumActive(),
                pool.getNumIdle(),
                pool.getNumWaiters(),
                pool.getCreatedCount(),
                failedCreations.get(),
                pool.getDestroyedCount(),
                pool.getBorrowedCount(),
                window.maxMicros(),
                window.p99Micros());
    }

    /** Closes what is idle and refuses further leases; leased producers are closed by {@link #discard}. */
    @Override
    public void close() {
        pool.close();
    }

    private void recordBorrow(long nanos) {
        borrowingLock.lock();
        try {
            borrowWriter.recordMicros(nanos / 1_000);
        } finally {
            borrowingLock.unlock();
        }
    }

    private final class Factory extends BasePooledObjectFactory<PooledProducer> {
        @Override
        public PooledProducer create() throws InterruptedException, TimeoutException {
            String clientId = clientIdPrefix + "-producer-" + serial.incrementAndGet();
            var building = clients.producer(properties, clientId);
            try {
                return new PooledProducer(building.get(borrowTimeout.toNanos(), TimeUnit.NANOSECONDS), clientId);
            } catch (ExecutionException e) {
                failedCreations.incrementAndGet();
                if (e.getCause() instanceof KafkaException cause) {
                    throw cause;
                }
                throw new KafkaException("building producer " + clientId + " failed", e.getCause());
            } catch (InterruptedException | TimeoutException e) {
                failedCreations.incrementAndGet();
                // whoever comes too late to be used must not stay open
                var unused = building.thenAccept(producer -> producer.close(Duration.ZERO));
                throw e;
            }
        }

        @Override
        public PooledObject<PooledProducer> wrap(PooledProducer producer) {
            return new DefaultPooledObject<>(producer);
        }

        @Override
        public void destroyObject(PooledObject<PooledProducer> pooled) {
            var producer = pooled.getObject();
            try {
                producer.kafka().close(closeTimeout);
            } catch (KafkaException e) {
                log.clientCloseFailed(producer.clientId(), e);
            }
        }
    }
}
