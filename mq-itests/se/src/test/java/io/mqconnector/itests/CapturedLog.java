// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The connector's own log lines from its opening on. Thread-safe; closing it takes it off the logger. */
final class CapturedLog extends Handler implements AutoCloseable {
    /** A strong reference: the LogManager keeps loggers weakly. */
    private final Logger logger = Logger.getLogger("io.mqconnector");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    static CapturedLog open() {
        var log = new CapturedLog();
        // what is usually off is on where the output is kept
        log.setLevel(Level.INFO);
        log.logger.addHandler(log);
        return log;
    }

    /** The lines that contain every one of these texts. */
    List<String> lines(String... texts) {
        return lines.stream()
                .filter(line -> List.of(texts).stream().allMatch(line::contains))
                .toList();
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
