// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.metrics.ErrorCounts;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.pool.ProducerPool;

/**
 * One connection, for whoever looks at it. Its parts are thread-safe.
 *
 * @param name {@code default}, or as configured
 * @param producer for plain sends
 * @param pool lends producers
 * @param transactions that are local
 * @param cluster whether it answers
 * @param errors that its senders were told
 */
public record MonitoredConnection(
        String name,
        StripedProducer producer,
        ProducerPool pool,
        Transactions transactions,
        ClusterWatch cluster,
        ErrorCounts errors) {}
