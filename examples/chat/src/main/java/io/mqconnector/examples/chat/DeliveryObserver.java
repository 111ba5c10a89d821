// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every record that a service has dealt with. Thread-safe.
 *
 * <p>By default {@link LoggingDeliveryObserver}; the demo supplies one that keeps the books.
 */
public interface DeliveryObserver {
    /**
     * A service of this instance is through with a record.
     *
     * @param userId the key; null if there is none
     * @param text the value; null for a tombstone
     * @param traceId the trace that came with it; null if none did
     * @param metadata where it came from
     */
    void delivered(@Nullable String userId, @Nullable String text, @Nullable String traceId, MqMetadata metadata);
}
