// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqTransactionStats;
import javax.management.MBeanOperationInfo;

/** The pool of Kafka producers of a connection, over JMX. What is written is in force at once. */
@Description("The pool of Kafka producers of a connection: those of stripes, of transactions, and borrowed ones")
public interface ProducerPoolMXBean {
    /** The pool in numbers, one consistent snapshot. */
    @Description("The pool in numbers: leased, idle, waiting, created, destroyed, borrow times in microseconds")
    MqPoolStats getStats();

    /** Local transactions in numbers, one consistent snapshot. */
    @Description(
            "Local transactions: open now, and begun, committed, aborted, timed out, unknown, fenced since the start")
    MqTransactionStats getTransactions();

    /** Most producers there may be. */
    @Description("Most producers there may be, stripes and transactional ones together (mq.pool.max-connections)")
    @Units("producers")
    int getMaxConnections();

    /**
     * What there is too much of goes when it is given back.
     *
     * @param value 1 or more, not below the number of stripes
     */
    void setMaxConnections(int value);

    /** Transactional producers kept ready. */
    @Description("Transactional producers kept ready (mq.pool.min-idle)")
    @Units("producers")
    int getMinIdle();

    /** 0 or more. */
    void setMinIdle(int value);

    /** Idle producers of one kind. */
    @Description("Most idle producers of one kind (mq.pool.max-idle)")
    @Units("producers")
    int getMaxIdle();

    /** 0 or more. */
    void setMaxIdle(int value);

    /** How long one may be idle. */
    @Description("How long a producer may be idle before it is closed (mq.pool.max-idle-time)")
    @Units("milliseconds")
    long getMaxIdleTimeMillis();

    /** As {@code mq.pool.max-idle-time} allows. */
    void setMaxIdleTimeMillis(long millis);

    /** Longest wait for one. */
    @Description("Longest wait for a producer (mq.pool.borrow-timeout)")
    @Units("milliseconds")
    long getBorrowTimeoutMillis();

    /** As {@code mq.pool.borrow-timeout} allows. */
    void setBorrowTimeoutMillis(long millis);

    /** Age of a loan that is reported. */
    @Description("Age of a loan that is reported as a leak; 0 for none (mq.pool.leak-detection-threshold)")
    @Units("milliseconds")
    long getLeakDetectionThresholdMillis();

    /** As {@code mq.pool.leak-detection-threshold} allows; for loans that begin later. */
    void setLeakDetectionThresholdMillis(long millis);

    /** How old a producer may become. */
    @Description("How old a producer may become, 0 for any age (mq.pool.max-lifetime)")
    @Units("milliseconds")
    long getMaxLifetimeMillis();

    /** As {@code mq.pool.max-lifetime} allows; 0 for any age. */
    void setMaxLifetimeMillis(long millis);

    /** How often producers are looked at. */
    @Description("How often producers are checked, and idle ones closed (mq.pool.health-check-interval)")
    @Units("milliseconds")
    long getHealthCheckIntervalMillis();

    /** As {@code mq.pool.health-check-interval} allows. */
    void setHealthCheckIntervalMillis(long millis);

    /** Longest time to close one. */
    @Description("Longest time for what a producer has in flight when it is closed (mq.pool.drain-timeout)")
    @Units("milliseconds")
    long getDrainTimeoutMillis();

    /** As {@code mq.pool.drain-timeout} allows. */
    void setDrainTimeoutMillis(long millis);

    /** Closes idle producers that are not wanted. */
    @Description(
            value = "Closes idle producers that are dead, outdated, too old or idle for too long",
            impact = MBeanOperationInfo.ACTION)
    void evict();
}
