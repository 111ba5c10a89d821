// SPDX-License-Identifier: MIT
package io.mqconnector.itests.model;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the logs of connector and Kafka clients off until it is closed: planned failures come by the thousand. */
public final class QuietLogs implements AutoCloseable {
    /** Held here: nobody else does, and what was set would be forgotten. */
    private final List<Logger> loggers =
            List.of(Logger.getLogger("io.mqconnector.engine"), Logger.getLogger("org.apache.kafka"));

    /** @param property the system property that leaves them on */
    public QuietLogs(String property) {
        if (!Boolean.getBoolean(property)) {
            loggers.forEach(logger -> logger.setLevel(Level.OFF));
        }
    }

    @Override
    public void close() {
        loggers.forEach(logger -> logger.setLevel(null));
    }
}
