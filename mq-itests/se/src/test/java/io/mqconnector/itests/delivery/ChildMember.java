// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Names;
import io.mqconnector.output.TestOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A member in a JVM of its own, to be killed. */
final class ChildMember implements Member {
    private static final Duration LEAVE = Duration.ofSeconds(90);
    private static final int KILLED = 128 + 9;

    private final String name;
    private final Process process;
    private final Path output;
    private boolean isClosed;

    /**
     * Joins.
     *
     * @param name its name and instance id
     * @param target where
     * @param plan how; the child makes it again from seed and features
     * @param features what it was made from
     * @param directory where its journal and its output go
     */
    ChildMember(String name, Target target, SeedPlan plan, Set<Feature> features, Path directory) {
        this.name = name;
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                ChildProgram.class.getName(),
                name,
                target.brokers(),
                target.topic(),
                target.group(),
                Long.toString(plan.seed()),
                Names.format(features),
                journal(directory, name).toString());
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        command.redirectErrorStream(true);
        output = directory.resolve(name + ".log");
        command.redirectOutput(output.toFile());
        try {
            process = command.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Where the journal of a child is. */
    static Path journal(Path directory, String name) {
        return directory.resolve(name + ".journal");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void look() {
        // it does so itself
    }

    @Override
    public boolean isEnded() {
        return !isClosed && !process.isAlive();
    }

    /** Whether its listener has stopped it; of an ended one. */
    boolean isStopped() {
        return process.exitValue() == ChildProgram.STOPPED;
    }

    /** By SIGKILL. */
    void kill() {
        isClosed = true;
        process.destroyForcibly();
        await();
        if (process.exitValue() != KILLED && process.exitValue() != ChildProgram.STOPPED) {
            throw new IllegalStateException(name + " ended with status " + process.exitValue() + " before its kill");
        }
    }

    /** By SIGSTOP. */
    void freeze() {
        signal("STOP");
    }

    /** By SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    /** Through the shell, whose {@code kill} is always there. */
    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).start();
            if (!kill.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("no SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no SIG" + signal + " to " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("standard input of " + name, e);
        }
        await();
        if (process.exitValue() != 0 && process.exitValue() != ChildProgram.STOPPED) {
            throw new IllegalStateException(name + " ended with status " + process.exitValue());
        }
    }

    private void await() {
        try {
            if (!process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not leave within " + LEAVE);
            }
            TestOutput.keep("member", output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }
}
