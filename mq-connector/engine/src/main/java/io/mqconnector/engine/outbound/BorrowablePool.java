// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqPooledProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.pool.ProducerKind;
import io.mqconnector.engine.pool.ProducerPool;
import java.time.Duration;

/** The pool as applications see it. Thread-safe. */
public final class BorrowablePool implements MqProducerPool {
    private final ExclusiveContext context;
    private final ProducerPool pool;
    private final ClusterWatch cluster;

    /**
     * @param context with the pool
     * @param cluster answers pings
     */
    public BorrowablePool(ExclusiveContext context, ClusterWatch cluster) {
        this.context = context;
        this.pool = context.pool();
        this.cluster = cluster;
    }

    @Override
    public MqPooledProducer borrow() {
        return borrow(pool.settings().borrowTimeout());
    }

    @Override
    public MqPooledProducer borrow(Duration timeout) {
        BorrowedProducer.requirePositive(timeout);
        return new BorrowedProducer(context, pool.lend(ProducerKind.PLAIN, timeout), cluster);
    }

    @Override
    public MqPoolStats stats() {
        return pool.stats();
    }

    @Override
    public MqPing ping(Duration timeout) {
        BorrowedProducer.requirePositive(timeout);
        return cluster.ping(timeout);
    }

    @Override
    public void evict() {
        pool.evict();
    }
}
