// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConnectionConfig;
import java.time.Duration;

/**
 * The settings that hold for a producer, or that messages about failed sends quote.
 *
 * @param brokers the bootstrap brokers
 * @param maxBlock longest time a send may hold its caller before the record is buffered
 * @param deliveryTimeout longest time from there to the outcome
 * @param maxMessageBytes largest record
 * @param bufferBytes size of a producer's buffer
 * @param maxBatchCount most messages of a synchronous batch under way at a time
 * @param maxBatchBytes most bytes of it
 * @param transactionTimeout longest time of a transaction, after which the brokers abort it as well
 */
public record SendLimits(
        String brokers,
        Duration maxBlock,
        Duration deliveryTimeout,
        long maxMessageBytes,
        long bufferBytes,
        int maxBatchCount,
        long maxBatchBytes,
        Duration transactionTimeout) {
    private static final Duration USUAL_TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

    /** Those of a connection. */
    public static SendLimits of(ConnectionConfig config) {
        return new SendLimits(
                String.join(",", config.get(ConfigKeys.CLIENT_BROKERS)),
                config.get(ConfigKeys.PRODUCER_MAX_BLOCK),
                config.get(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT),
                config.get(ConfigKeys.PRODUCER_MAX_MESSAGE_BYTES),
                config.get(ConfigKeys.PRODUCER_BUFFER),
                config.get(ConfigKeys.PRODUCER_MAX_BATCH_COUNT),
                config.get(ConfigKeys.PRODUCER_MAX_BATCH_SIZE),
                config.get(ConfigKeys.TRANSACTION_TIMEOUT));
    }

    /** Without bounds of batches, and with the default of transactions. */
    public SendLimits(
            String brokers, Duration maxBlock, Duration deliveryTimeout, long maxMessageBytes, long bufferBytes) {
        this(
                brokers,
                maxBlock,
                deliveryTimeout,
                maxMessageBytes,
                bufferBytes,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                USUAL_TRANSACTION_TIMEOUT);
    }

    /** The same with another longest time of a transaction. */
    public SendLimits withTransactionTimeout(Duration timeout) {
        return new SendLimits(
                brokers,
                maxBlock,
                deliveryTimeout,
                maxMessageBytes,
                bufferBytes,
                maxBatchCount,
                maxBatchBytes,
                timeout);
    }
}
