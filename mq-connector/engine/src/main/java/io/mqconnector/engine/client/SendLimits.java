// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.time.Duration;

/**
 * The settings that messages about failed sends quote.
 *
 * @param brokers the bootstrap brokers
 * @param maxBlock longest time a send may hold its caller before the record is buffered
 * @param deliveryTimeout longest time from there to the outcome
 * @param maxMessageBytes largest record
 * @param bufferBytes size of a producer's buffer
 */
public record SendLimits(
        String brokers, Duration maxBlock, Duration deliveryTimeout, long maxMessageBytes, long bufferBytes) {}
