// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps Kafka's own log lines (about 2,750 at INFO for one start and stop of a broker) out of a test's output, where
 * slf4j ends in {@code java.util.logging}. The resource {@code /logging.properties} of this module sets the same levels
 * for a whole JVM ({@code -Djava.util.logging.config.file}). Thread-safe.
 */
public final class KafkaLogs {
    /** Strong references: the LogManager keeps loggers weakly, a collected one forgets its level. */
    private static final Map<Logger, Level> NOISY = Map.of(
            Logger.getLogger("org.apache.kafka"), Level.WARNING,
            Logger.getLogger("kafka"), Level.WARNING,
            Logger.getLogger("state.change.logger"), Level.WARNING,
            // Warns of its own activation at each start.
            Logger.getLogger("org.apache.kafka.controller.QuorumController"), Level.SEVERE);

    /** What the ids of the kit's own clients start with. */
    static final String CLIENT_ID_PREFIX = "mq-broker-kit-";

    private static final Logger NETWORK = Logger.getLogger("org.apache.kafka.clients.NetworkClient");

    private KafkaLogs() {}

    /**
     * Sets {@code org.apache.kafka}, {@code kafka} and {@code state.change.logger} to WARNING, for the life of this JVM.
     * A level that somebody set before, in {@code logging.properties} for example, is kept. Also leaves out what the
     * kit's own clients say while a test has their broker down, and what each broker says of its own network client at
     * its end.
     */
    public static void quiet() {
        NOISY.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
        if (NETWORK.getFilter() == null) {
            NETWORK.setFilter(KafkaLogs::isWorthReading);
        }
    }

    private static boolean isWorthReading(LogRecord line) {
        String text = line.getMessage();
        boolean isOurs = text != null && text.contains("clientId=" + CLIENT_ID_PREFIX);
        boolean isFarewell = text != null && text.contains("close NetworkClient that has already been closed");
        return !isOurs && !isFarewell;
    }
}
