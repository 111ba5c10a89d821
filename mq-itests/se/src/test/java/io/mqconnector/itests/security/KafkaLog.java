// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that Kafka's clients and the connector log, also what is usually off. Thread-safe; closing it ends that. */
final class KafkaLog extends Handler implements AutoCloseable {
    /** Strong references: the LogManager keeps loggers weakly, a collected one forgets its level. */
    private final List<Logger> loggers = List.of(
            Logger.getLogger("org.apache.kafka.clients"),
            Logger.getLogger("org.apache.kafka.common"),
            Logger.getLogger("io.mqconnector"));

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private KafkaLog() {}

    static KafkaLog open() {
        var log = new KafkaLog();
        log.setLevel(Level.ALL);
        for (var logger : log.loggers) {
            logger.setUseParentHandlers(false);
            logger.setLevel(Level.FINE);
            logger.addHandler(log);
        }
        return log;
    }

    /** All of them, with what was thrown. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        var text = new StringBuilder(String.valueOf(line.getMessage()));
        for (Throwable thrown = line.getThrown(); thrown != null; thrown = thrown.getCause()) {
            text.append('\n').append(thrown);
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        for (var logger : loggers) {
            logger.removeHandler(this);
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
        }
    }
}
