// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConnectionConfig;
import java.time.Duration;

/**
 * How an outbox works.
 *
 * @param instance of the connector, for the log
 * @param table its name
 * @param isRelay whether there is a relay here
 * @param pollInterval between two looks into a table that was empty
 * @param batchSize messages in one database transaction
 * @param retryInterval until what could not be sent is tried again
 * @param maxMessageBytes the largest value that is taken
 */
public record RelaySettings(
        String instance,
        String table,
        boolean isRelay,
        Duration pollInterval,
        int batchSize,
        Duration retryInterval,
        long maxMessageBytes) {
    /** As configured. */
    public static RelaySettings of(ConnectionConfig config, String instanceId) {
        return new RelaySettings(
                instanceId,
                config.get(ConfigKeys.OUTBOX_TABLE),
                config.get(ConfigKeys.OUTBOX_RELAY),
                config.get(ConfigKeys.OUTBOX_POLL_INTERVAL),
                config.get(ConfigKeys.OUTBOX_BATCH_SIZE),
                config.get(ConfigKeys.OUTBOX_RETRY_INTERVAL),
                config.get(ConfigKeys.PRODUCER_MAX_MESSAGE_BYTES));
    }
}
