// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Writes a line for each record at level TRACE: where it came from, not what is in it. */
@ApplicationScoped
public class LoggingDeliveryObserver implements DeliveryObserver {
    private static final Logger LOGGER = System.getLogger(LoggingDeliveryObserver.class.getName());

    @Override
    public void delivered(
            @Nullable String userId, @Nullable String text, @Nullable String traceId, MqMetadata metadata) {
        if (LOGGER.isLoggable(Level.TRACE)) {
            LOGGER.log(
                    Level.TRACE,
                    "delivered " + metadata.topic() + "-" + metadata.partitionNumber() + "@" + metadata.offset());
        }
    }
}
