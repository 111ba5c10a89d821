// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** The demo as a program, and for tests as a call. Stateless. */
public final class ChatDemo {
    private static final String LOGGING = "logging.properties";

    private ChatDemo() {}

    /**
     * Runs the demo and ends the JVM with its status: 0 if all is well, 1 if not, 2 if the arguments are wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String... args) {
        configureLogging();
        int status = DemoCommand.commandLine().execute(args);
        System.exit(status);
    }

    /**
     * Runs the demo once: starts a broker unless the options name one, creates the topics, starts the backend, posts,
     * waits for what is under way, closes everything.
     *
     * @param options what to do; lines and summary go to its {@code out}
     * @return what became of every message
     * @throws InterruptedException if the thread is interrupted; everything is closed
     * @throws jakarta.enterprise.inject.spi.DeploymentException if a setting is wrong: every problem in one message
     */
    public static DemoSummary run(DemoOptions options) throws InterruptedException {
        return new DemoRun(options).run();
    }

    /** One line each on stderr, and of Kafka only what went wrong; unless the JVM was told otherwise. */
    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream in = ChatDemo.class.getResourceAsStream(LOGGING)) {
            if (in == null) {
                throw new FileNotFoundException(LOGGING);
            }
            LogManager.getLogManager().readConfiguration(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LOGGING, e);
        }
    }
}
