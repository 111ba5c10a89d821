// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.management.Management;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.monitoring.Monitoring;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.spi.PayloadConverters;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of a connector share. Immutable; its parts are thread-safe.
 *
 * @param instanceId of the connector
 * @param threads of the connector
 * @param clients builds Kafka clients
 * @param workers run listeners
 * @param converters of the application
 * @param jta the environment's transactions; null if it has none
 * @param metrics of the connector
 * @param management of the connector
 * @param monitoring of the connector
 */
record ConnectionContext(
        String instanceId,
        ConnectorThreads threads,
        ClientFactory clients,
        WorkerThreads workers,
        PayloadConverters converters,
        @Nullable JtaTransactions jta,
        ConnectorMetrics metrics,
        Management management,
        Monitoring monitoring) {
    /** What tells connectors of one instance id in one JVM apart: nothing for the first. */
    String numbered(String text, String separator) {
        int number = management.number();
        return number == 1 ? text : text + separator + number;
    }
}
