// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqTransactionStats;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.pool.ProducerPool;

/** The pool and its transactions, over JMX. */
record PoolView(ProducerPool pool, Transactions transactions) implements ProducerPoolMXBean {
    @Override
    public MqPoolStats getStats() {
        return pool.stats();
    }

    @Override
    public MqTransactionStats getTransactions() {
        return transactions.stats();
    }

    @Override
    public int getMaxConnections() {
        return pool.settings().maxConnections();
    }

    @Override
    public void setMaxConnections(int value) {
        // refuses what the configuration would refuse
        pool.change(pool.settings()
                .withMaxConnections(ConfigKeys.POOL_MAX_CONNECTIONS.type().parse("" + value)));
    }

    @Override
    public void evict() {
        pool.evict();
    }
}
