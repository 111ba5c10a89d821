// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.broker.Deadline;
import io.mqconnector.broker.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all application servers have in common: directories, ports, the process and its log.
 *
 * <p>The unpacked server is only read. Everything that a running server writes is in a directory of its own below the
 * build directory, which is made anew for each instance of this class and stays for whoever wants to read the logs.
 */
abstract class ServerProcess implements AppServer {
    /** Generous: a busy machine is two to four times slower than a free one. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    static final String MAX_HEAP = "-Xmx512m";

    private static final Duration ORDERLY_STOP = Duration.ofMinutes(1);
    private static final int LOG_TAIL_CHARS = 8_000;

    private final ServerSettings settings;
    private final Path home;
    private final Path directory;
    private final List<Integer> ports;
    private @Nullable Process process;
    private @Nullable Thread reaper;

    /**
     * A server that is not started.
     *
     * @param product as in the system properties that say where each server is unpacked
     * @param portCount how many ports the server listens at; the first one is for HTTP
     */
    ServerProcess(String product, int portCount, ServerSettings settings) {
        this.settings = settings;
        home = Path.of(required("mq.servers." + product));
        directory = Path.of(required("mq.servers.work"), product + "-" + settings.name())
                .toAbsolutePath();
        ports = LoopbackPorts.free(portCount);
        try {
            deleteTree(directory);
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    /** What starts the server in the foreground. Its files are written; environment and command are to be set. */
    abstract void configure(ProcessBuilder launch) throws IOException;

    /** Whether a server started when the log was that long is ready. */
    abstract boolean isReady(String logSinceStart);

    @Override
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("runs already: " + this);
        }
        int logLength = log().length();
        try {
            var launch = new ProcessBuilder();
            launch.environment().put("JAVA_HOME", System.getProperty("java.home"));
            configure(launch);
            launch.directory(directory.toFile());
            launch.redirectErrorStream(true);
            launch.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            process = launch.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
        reaper = new Thread(this::kill, "mq-servers-reaper");
        Runtime.getRuntime().addShutdownHook(reaper);
        boolean isUp = false;
        try {
            await("ready", () -> isReady(log().substring(logLength)));
            isUp = true;
        } finally {
            if (!isUp) {
                kill();
            }
        }
    }

    @Override
    public void stop() {
        var running = process;
        if (running == null) {
            return;
        }
        try {
            if (running.isAlive()) {
                jvm().destroy();
                running.waitFor(ORDERLY_STOP.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while stopping " + this, e);
        } finally {
            kill(); // what is left of it
            forgetReaper();
        }
    }

    @Override
    public void kill() {
        var running = process;
        if (running == null) {
            return;
        }
        // Children first looked up, then killed: they are nobody's once their parent is gone.
        var family = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        if (!Deadline.in(ORDERLY_STOP).await(() -> family.stream().noneMatch(ProcessHandle::isAlive))) {
            throw failure("not dead " + ORDERLY_STOP + " after SIGKILL");
        }
        process = null;
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            forgetReaper();
        }
    }

    @Override
    public boolean isAlive() {
        var running = process;
        return running != null && running.isAlive();
    }

    @Override
    public ProcessHandle jvm() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("not running: " + this);
        }
        return Stream.concat(Stream.of(running.toHandle()), running.descendants())
                .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
                .filter(handle -> handle.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow(() -> failure("no JVM"));
    }

    @Override
    public void dumpHeap(Path file) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            var dump = new ProcessBuilder(
                            jcmd.toString(),
                            Long.toString(jvm().pid()),
                            "GC.heap_dump",
                            file.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!dump.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS) || !Files.exists(file)) {
                dump.destroyForcibly();
                throw failure("no heap dump: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no heap dump of " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while dumping the heap of " + this, e);
        }
    }

    @Override
    public URI baseUri() {
        return URI.create("http://" + LoopbackPorts.HOST + ":" + ports.get(0) + "/");
    }

    @Override
    public String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile(), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("no log of " + this, e);
        }
    }

    @Override
    public String toString() {
        return product() + " in " + directory;
    }

    ServerSettings settings() {
        return settings;
    }

    /** The unpacked server: only to be read. */
    Path home() {
        return home;
    }

    Path directory() {
        return directory;
    }

    int port(int index) {
        return ports.get(index);
    }

    /** Waits for the condition, while the process lives, at most {@link #PATIENCE}. */
    void await(String what, BooleanSupplier condition) {
        var deadline = Deadline.in(PATIENCE);
        var isMet = new boolean[1];
        deadline.await(() -> (isMet[0] = condition.getAsBoolean()) || !isAlive());
        if (!isMet[0]) {
            throw failure("not " + what + " after " + deadline.elapsed() + (isAlive() ? "" : ", it ended by itself"));
        }
    }

    ServerException failure(String what) {
        return new ServerException(this + ": " + what + ". End of its log:\n" + logTail());
    }

    String logTail() {
        var text = log();
        return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
    }

    /** Copies a directory of the unpacked server, unless a former start did. */
    static void copyTreeOnce(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(source).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.copy(source, to.resolve(from.relativize(source).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Rewrites a text file; an edit that changes nothing is an error, because the file is not what we thought. */
    static void edit(Path file, UnaryOperator<String> change) throws IOException {
        var before = Files.readString(file);
        var after = change.apply(before);
        if (after.equals(before)) {
            throw new IOException("nothing to change in " + file);
        }
        Files.writeString(file, after);
    }

    /** Puts a file where the server looks for new ones, whole at once. */
    static void place(Path archive, Path target) {
        try {
            var copy = Files.createTempFile(target.getParent().getParent(), "deploy", ".tmp");
            Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot place " + archive + " at " + target, e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private Path logFile() {
        return directory.resolve("console.log");
    }

    private void forgetReaper() {
        var hook = reaper;
        reaper = null;
        if (hook == null || Thread.currentThread() == hook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM ends just now, and the hook does its work
        }
    }

    private static String required(String property) {
        var value = System.getProperty(property);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("system property " + property + " is not set: run by Maven with -Pci");
        }
        return value;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
