// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqTransactionStats;

/** The pool of Kafka producers, over JMX. */
@Description("The pool of Kafka producers")
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
    int getMaxConnections();

    /**
     * Changes it at once; what there is too much of goes when it is given back.
     *
     * @param value 1 or more, not below the number of stripes
     */
    void setMaxConnections(int value);

    /** Closes idle producers that are not wanted. */
    @Description("Closes idle producers that are dead, outdated, too old or idle for too long")
    void evict();
}
