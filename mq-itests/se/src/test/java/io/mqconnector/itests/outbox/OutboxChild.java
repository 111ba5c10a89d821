// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.output.TestOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that runs {@link OutboxProgram}. Killed when it is closed. */
final class OutboxChild implements AutoCloseable {
    private final Process process;
    private final CountDownLatch running = new CountDownLatch(1);

    /** @param arguments of the program */
    OutboxChild(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                OutboxProgram.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectError(TestOutput.ofChild("outbox"));
        process = builder.start();
        var reader = new Thread(this::read, "outbox-child-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(OutboxProgram.RUNNING)) {
                    running.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("output of " + process, e);
        }
    }

    void awaitRunning(Duration patience) throws InterruptedException {
        assertThat(running.await(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** By SIGKILL. */
    void kill(Duration patience) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + SIGKILL").isEqualTo(137);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
