// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqTransactionStats;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.pool.ProducerPool;

/** The pool and its transactions, as JMX sees them. Thread-safe. */
record PoolView(ProducerPool pool, Transactions transactions, AttributeSettings settings)
        implements ProducerPoolMXBean {
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
        settings.write(ConfigKeys.POOL_MAX_CONNECTIONS, value);
    }

    @Override
    public int getMinIdle() {
        return pool.settings().minIdle();
    }

    @Override
    public void setMinIdle(int value) {
        settings.write(ConfigKeys.POOL_MIN_IDLE, value);
    }

    @Override
    public int getMaxIdle() {
        return pool.settings().maxIdle();
    }

    @Override
    public void setMaxIdle(int value) {
        settings.write(ConfigKeys.POOL_MAX_IDLE, value);
    }

    @Override
    public long getMaxIdleTimeMillis() {
        return pool.settings().maxIdleTime().toMillis();
    }

    @Override
    public void setMaxIdleTimeMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_MAX_IDLE_TIME, millis);
    }

    @Override
    public long getBorrowTimeoutMillis() {
        return pool.settings().borrowTimeout().toMillis();
    }

    @Override
    public void setBorrowTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_BORROW_TIMEOUT, millis);
    }

    @Override
    public long getLeakDetectionThresholdMillis() {
        return pool.settings().leakThreshold().toMillis();
    }

    @Override
    public void setLeakDetectionThresholdMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_LEAK_DETECTION_THRESHOLD, millis);
    }

    @Override
    public long getMaxLifetimeMillis() {
        return pool.settings().maxLifetime().toMillis();
    }

    @Override
    public void setMaxLifetimeMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_MAX_LIFETIME, millis);
    }

    @Override
    public long getHealthCheckIntervalMillis() {
        return settings.readMillis(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL);
    }

    @Override
    public void setHealthCheckIntervalMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL, millis);
    }

    @Override
    public long getDrainTimeoutMillis() {
        return pool.settings().drainTimeout().toMillis();
    }

    @Override
    public void setDrainTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.POOL_DRAIN_TIMEOUT, millis);
    }

    @Override
    public void evict() {
        pool.evict();
    }
}
