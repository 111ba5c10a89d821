// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.EvictionConfig;
import org.apache.commons.pool2.impl.EvictionPolicy;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;

/** Which idle producers are closed, the longest idle ones first. Thread-safe; one run at a time. */
final class Eviction implements EvictionPolicy<PooledProducer> {
    private final ProducerFactory factory;
    private final Supplier<PoolSettings> settings;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: how many more must go, sound or not. */
    private int excess;
    /** Guarded by {@link #lock}: why they must. */
    private Cause excessCause = Cause.RESIZE;

    Eviction(ProducerFactory factory, Supplier<PoolSettings> settings, LongSupplier nanoTime) {
        this.factory = factory;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at every idle producer.
     *
     * @param count how many must go in any case
     * @param cause why
     */
    void run(GenericKeyedObjectPool<ProducerKind, PooledProducer> pool, int count, Cause cause) throws Exception {
        if (pool.getNumIdle() == 0) {
            return;
        }
        lock.lock();
        try {
            excess = count;
            excessCause = cause;
            // a run goes on where the last one stopped, and may end at the last key without a look at the first
            pool.evict();
            pool.evict();
        } finally {
            lock.unlock();
        }
    }

    /** Called by {@link #run} only, through the pool, one by one. */
    @Override
    public boolean evict(EvictionConfig config, PooledObject<PooledProducer> pooled, int idleCount) {
        var producer = pooled.getObject();
        var cause = factory.blemish(producer);
        if (cause == null && excess > 0) {
            cause = excessCause;
        }
        if (cause == null
                && idleCount > (producer.hasSlot() ? settings.get().minIdle() : 0)
                && producer.idleNanos(nanoTime.getAsLong())
                        >= settings.get().maxIdleTime().toNanos()) {
            cause = Cause.IDLE;
        }
        if (cause == null) {
            return false;
        }
        excess--;
        producer.closeBecause(cause);
        return true;
    }
}
