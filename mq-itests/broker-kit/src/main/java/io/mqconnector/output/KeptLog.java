// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Writes every log line whole: text, parameters, thread, exceptions with their causes and stacks. Thread-safe. */
final class KeptLog extends Handler {
    private final PrintStream out;
    private final Formatter text = new SimpleFormatter();

    KeptLog(PrintStream out) {
        this.out = out;
        setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord line) {
        var whole = new StringBuilder()
                .append(line.getInstant())
                .append(' ')
                .append(line.getLevel())
                .append(' ')
                .append(line.getLoggerName())
                .append(" [")
                .append(Thread.currentThread().getName())
                .append("] ")
                .append(text.formatMessage(line));
        if (line.getThrown() != null) {
            whole.append('\n').append(Texts.of(line.getThrown()));
        }
        out.println(whole);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        // for the life of the JVM
    }
}
