// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Keeps everything that a JVM of tests writes to its standard streams and to {@code java.util.logging}, where
 * {@code System.Logger} and slf4j end too: of the connector from DEBUG on, of Kafka's clients from INFO on, with the
 * configuration that they print. The console stays as quiet as it was. Found by JUnit; does nothing where
 * {@link TestOutput} keeps nothing. Thread-safe; lasts as long as the JVM.
 */
public final class OutputCapture implements LauncherSessionListener {
    /** Strong references: the LogManager keeps loggers weakly, a collected one forgets its level. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("org.apache.kafka.clients"), Logger.getLogger("org.apache.kafka.common"));

    private static final Logger OURS = Logger.getLogger("io.mqconnector");

    /** For JUnit. */
    public OutputCapture() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        TestOutput.directory().ifPresent(OutputCapture::install);
    }

    private static void install(Path directory) {
        if (!TestOutput.begins()) {
            return; // a JVM may have several sessions
        }
        PrintStream out;
        try {
            out = new PrintStream(
                    Files.newOutputStream(TestOutput.file(directory, "jvm")), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the output in " + directory, e);
        }
        var root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                handler.setFilter(OutputCapture::isForTheConsole);
            }
        }
        root.addHandler(new KeptLog(out));
        TALKATIVE.forEach(logger -> logger.setLevel(Level.INFO));
        OURS.setLevel(Level.FINE);
        System.setOut(new PrintStream(new TwoStreams(System.out, out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new TwoStreams(System.err, out), true, StandardCharsets.UTF_8));
    }

    private static boolean isForTheConsole(LogRecord line) {
        var name = String.valueOf(line.getLoggerName());
        int least = name.startsWith("org.apache.kafka") ? Level.WARNING.intValue() : Level.INFO.intValue();
        return line.getLevel().intValue() >= least;
    }
}
