// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import io.mqconnector.output.TestOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The node of {@link EmbeddedBroker} in a child JVM, to be paused and killed. Needs a POSIX system.
 *
 * <p>Thread-safe; all operations exclude each other. Life-cycle: {@link #start()}, {@link #stop()} and {@link #kill()}
 * as often as wanted, always on the same ports and data; {@link #close()} for good, which reaps the child whatever it
 * does and deletes the log directory unless it was given.
 *
 * <p>A start after a kill takes about 7 s: the controller waits for the end of the dead broker's session (6 s, Kafka's
 * {@code broker.session.timeout.ms}).
 *
 * <p>The child ends with this JVM, also if that is killed: it watches its standard input. Only a paused child of a
 * killed JVM cannot.
 */
public final class BrokerProcess extends NodeBroker {
    private static final Duration ORDERLY_SHUTDOWN = Duration.ofSeconds(15);
    private static final Duration SIGNAL = Duration.ofSeconds(30);
    private static final int OUTPUT_TAIL_CHARS = 4_000;

    private final String maxHeap;
    private final LogDirectory workDirectory = LogDirectory.of(null);
    private @Nullable Process child; // guarded by lock
    private boolean isClosed; // guarded by lock

    private BrokerProcess(Builder builder) {
        super(builder);
        maxHeap = builder.maxHeap;
    }

    /** A builder; without further settings it makes a broker of its own ports and directory. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the child and returns when its broker answers; nothing happens if it runs. The first start chooses the
     * ports.
     *
     * @return this
     * @throws KafkaBrokerException if it does not start; the message ends with the child's last output
     */
    public BrokerProcess start() {
        lock.lock();
        try {
            if (isClosed) {
                throw new IllegalStateException("closed: " + this);
            }
            if (!isAlive()) {
                KafkaLogs.quiet();
                launch();
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** Shuts the broker down in order, by force if that takes longer than 15 s. Nothing happens if it does not run. */
    public void stop() {
        lock.lock();
        try {
            if (child == null) {
                return;
            }
            if (isAlive()) {
                signal("CONT");
                endInput(child);
                waitFor(child, ORDERLY_SHUTDOWN);
            }
            kill(); // what is left of it
        } finally {
            lock.unlock();
        }
    }

    /** Ends the child at once by SIGKILL, and reaps it; what it acknowledged is in its directory. */
    public void kill() {
        lock.lock();
        try {
            if (child == null) {
                return;
            }
            child.destroyForcibly();
            if (!waitFor(child, PATIENCE)) {
                throw new KafkaBrokerException("not dead " + PATIENCE + " after SIGKILL: " + this, null);
            }
            endInput(child);
            child = null;
        } finally {
            lock.unlock();
        }
    }

    /** Starts the broker again on the same ports and data; in order before if it runs. */
    public void restart() {
        lock.lock();
        try {
            stop();
            start();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the child's every thread by SIGSTOP: connections stay open and nothing answers, as on a hung machine. */
    public void pause() {
        lock.lock();
        try {
            signal("STOP");
            Path stat = Path.of("/proc", Long.toString(pid()), "stat"); // Linux; elsewhere the signal is all we know
            if (Files.exists(stat) && !Deadline.in(SIGNAL).await(() -> isStopped(stat))) {
                throw new KafkaBrokerException("not stopped " + SIGNAL + " after SIGSTOP: " + this, null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets a paused child go on by SIGCONT. */
    public void resume() {
        lock.lock();
        try {
            signal("CONT");
        } finally {
            lock.unlock();
        }
    }

    /** Whether the child runs, paused or not. */
    public boolean isAlive() {
        lock.lock();
        try {
            return child != null && child.isAlive();
        } finally {
            lock.unlock();
        }
    }

    /** The child's process id. */
    public long pid() {
        lock.lock();
        try {
            if (child == null) {
                throw new IllegalStateException("not running: " + this);
            }
            return child.pid();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            closeAdmin();
            if (directory.isTemporary()) {
                kill(); // nobody will read what an orderly shutdown writes
            } else {
                stop();
            }
            directory.close();
            TestOutput.keep("broker", output());
            workDirectory.close();
        } finally {
            lock.unlock();
        }
    }

    private void launch() {
        boolean isFirst = ports == null;
        for (int draw = 1; !launch(isFirst ? BrokerPorts.free() : ports()); draw++) {
            if (!isFirst || draw == PORT_DRAWS) { // later others would not do: clients know these ports
                throw new KafkaBrokerException("no ports for " + this + ":\n" + outputTail(), null);
            }
        }
    }

    /** Returns whether the ports were free; that the child does not start for another reason is an exception. */
    private boolean launch(BrokerPorts tried) {
        Process launched = spawn(tried);
        Deadline deadline = Deadline.in(START);
        child = launched;
        @Nullable BrokerPorts known = ports;
        ports = tried;
        boolean isUp = false;
        try {
            // The port first: an Admin client logs each refused connection.
            isUp = deadline.await(() -> !launched.isAlive() || LoopbackPorts.isServed(tried.direct()))
                    && awaitAnswer(deadline, launched::isAlive);
            if (!isUp && (launched.isAlive() || launched.exitValue() != BrokerMain.PORT_IN_USE)) {
                throw new KafkaBrokerException(
                        "child of " + this + " "
                                + (launched.isAlive() ? "silent" : "ended with status " + launched.exitValue())
                                + " after " + deadline.elapsed() + ":\n" + outputTail(),
                        null);
            }
            return isUp;
        } finally {
            if (!isUp) {
                ports = known;
                kill();
            }
        }
    }

    private Process spawn(BrokerPorts own) {
        Path configuration = workDirectory.path().resolve("broker.properties");
        try {
            try (var out = Files.newBufferedWriter(configuration, StandardCharsets.UTF_8)) {
                settings.toProperties(own, directory).store(out, null);
            }
            var command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + maxHeap,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    BrokerMain.class.getName(),
                    configuration.toString(),
                    Integer.toString(own.client()),
                    Integer.toString(own.direct()),
                    Integer.toString(own.controller()));
            // By environment: a class path of 100 jars would fill the process list.
            command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            command.redirectErrorStream(true);
            command.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the child of " + this, e);
        }
    }

    private Path output() {
        return workDirectory.path().resolve("broker.log");
    }

    private String outputTail() {
        try {
            String text = Files.readString(output());
            return text.substring(Math.max(0, text.length() - OUTPUT_TAIL_CHARS));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** Through the shell, whose {@code kill} is always there. */
    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(List.of("/bin/sh", "-c", "kill -" + name + " " + pid()))
                    .redirectErrorStream(true)
                    .start();
            if (!waitFor(kill, SIGNAL) || kill.exitValue() != 0) {
                kill.destroyForcibly();
                throw new KafkaBrokerException("no SIG" + name + " to " + this, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no SIG" + name + " to " + this, e);
        }
    }

    private static boolean isStopped(Path stat) {
        try {
            String line = Files.readString(stat);
            return line.startsWith(") T", line.lastIndexOf(')'));
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private static void endInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the standard input of " + process, e);
        }
    }

    private static boolean waitFor(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("interrupted while waiting for " + process, e);
        }
    }

    /** Settings of a {@link BrokerProcess}. Not thread-safe. */
    public static final class Builder extends BrokerBuilder<Builder> {
        private String maxHeap = "256m";

        private Builder() {}

        /** The child's {@code -Xmx}, such as {@code 512m}. Default: 256m. */
        public Builder maxHeap(String size) {
            maxHeap = size;
            return this;
        }

        /** The broker, not started. */
        public BrokerProcess build() {
            return new BrokerProcess(this);
        }

        /** The broker, started; nothing stays behind if that fails. */
        public BrokerProcess start() {
            BrokerProcess broker = build();
            boolean isUp = false;
            try {
                broker.start();
                isUp = true;
                return broker;
            } finally {
                if (!isUp) {
                    broker.close();
                }
            }
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
