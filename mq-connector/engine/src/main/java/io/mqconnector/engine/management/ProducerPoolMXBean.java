// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.pool.ProducerPoolStats;

/** The pool of Kafka producers, over JMX. */
@Description("The pool of Kafka producers")
public interface ProducerPoolMXBean {
    /** The pool in numbers, one consistent snapshot. */
    @Description("The pool in numbers: leased, idle, waiting, created, destroyed, borrow times in microseconds")
    ProducerPoolStats getStats();
}
