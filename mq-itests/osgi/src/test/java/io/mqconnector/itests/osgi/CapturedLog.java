// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines of one logger from its opening on. Thread-safe; closing it takes it off the logger. */
final class CapturedLog extends Handler implements AutoCloseable {
    /** A strong reference: the LogManager keeps loggers weakly. */
    private final Logger logger;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
    }

    static CapturedLog open(String name) {
        var log = new CapturedLog(Logger.getLogger(name));
        // what is usually off is on where the output is kept
        log.setLevel(Level.INFO);
        log.logger.addHandler(log);
        return log;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            lines.add(line.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
