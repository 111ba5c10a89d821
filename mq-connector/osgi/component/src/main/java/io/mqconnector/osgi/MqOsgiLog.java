// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Everything this module logs: one method a line, its id (MQ3001 to MQ3999) never reused. Thread-safe. */
final class MqOsgiLog {
    private final Logger logger;

    private MqOsgiLog(Logger logger) {
        this.logger = logger;
    }

    static MqOsgiLog of(Class<?> owner) {
        return new MqOsgiLog(System.getLogger(owner.getName()));
    }

    /** All problems in one line. */
    void configurationRefused(String pid, List<String> problems) {
        if (logger.isLoggable(Level.ERROR)) {
            logger.log(
                    Level.ERROR,
                    "MQ3001 configuration refused, there is no connector for it: pid=" + pid + ", problems="
                            + problems.size() + ": " + String.join("; ", problems));
        }
    }

    void listenerNotClosed(String listener, RuntimeException failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ3002 a bundle has gone, its listener could not be closed and stays until the connector is"
                            + " closed: name=" + listener,
                    failure);
        }
    }
}
