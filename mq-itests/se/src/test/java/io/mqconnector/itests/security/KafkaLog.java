// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import io.mqconnector.output.TestOutput;
import io.mqconnector.output.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final List<Logger> finest = List.of(
            Logger.getLogger("org.apache.kafka.common.config"),
            Logger.getLogger("org.apache.kafka.common.security"),
            Logger.getLogger("io.mqconnector.engine"));

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    /** Those that there were. */
    private final Map<Logger, Optional<Level>> levels = new HashMap<>();

    private KafkaLog() {}

    /** From DEBUG on. */
    static KafkaLog open() {
        return open(Level.FINE);
    }

    /** From DEBUG on, and everything of those who handle secrets: at that level the network alone says a million lines. */
    static KafkaLog openFinest() {
        return open(Level.ALL);
    }

    private static KafkaLog open(Level ofSecrets) {
        var log = new KafkaLog();
        log.setLevel(Level.ALL);
        for (var logger : log.loggers) {
            // what is kept is kept whole; where nothing is, the console is spared
            logger.setUseParentHandlers(TestOutput.isKept());
            logger.addHandler(log);
            log.set(logger, Level.FINE);
        }
        log.finest.forEach(logger -> log.set(logger, ofSecrets));
        return log;
    }

    private void set(Logger logger, Level level) {
        levels.put(logger, Optional.ofNullable(logger.getLevel()));
        logger.setLevel(level);
    }

    /** All of them, with what was thrown. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        var text = String.valueOf(line.getMessage());
        lines.add(line.getThrown() == null ? text : text + "\n" + Texts.of(line.getThrown()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        for (var logger : loggers) {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
        levels.forEach((logger, level) -> logger.setLevel(level.orElse(null)));
    }
}
