// SPDX-License-Identifier: MIT
package io.mqconnector.database;

import io.mqconnector.broker.Deadline;
import io.mqconnector.broker.KafkaBrokerException;
import io.mqconnector.broker.LoopbackPorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The PostgreSQL that is installed on this machine, with a directory and a port of its own on 127.0.0.1; its superuser is
 * {@value #USER}, without a password. As root it runs as user {@code postgres}, since it refuses to run as root.
 *
 * <p>Thread-safe. It ends with {@link #close()}, or with this JVM: it watches its standard input.
 */
public final class PostgresServer implements AutoCloseable {
    /** Who connects. */
    public static final String USER = "mq";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String ACCOUNT = "postgres";

    private final Path directory;
    private final Path output;
    private final int port;
    private final Process process;

    private PostgresServer(Path directory, Path output, int port, Process process) {
        this.directory = directory;
        this.output = output;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one and returns when it takes connections.
     *
     * @throws KafkaBrokerException if it is not installed or does not start
     */
    public static PostgresServer start() {
        var programs = programs()
                .orElseThrow(() -> new KafkaBrokerException(
                        "no initdb found below " + DEBIAN + " or in the PATH; install the package postgresql", null));
        try {
            var directory = Files.createTempDirectory("mq-postgres-");
            if (isRoot()) {
                Files.setOwner(
                        directory,
                        directory
                                .getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(ACCOUNT));
            }
            var output = Files.createTempFile("mq-postgres-", ".log");
            var data = directory.resolve("data").toString();
            int port = LoopbackPorts.free(1).get(0);
            run(
                    output,
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--auth=trust",
                    "--username=" + USER,
                    "--encoding=UTF8",
                    "--no-locale",
                    "--no-sync");
            var process = launch(
                    output,
                    "/bin/sh",
                    "-c",
                    programs.resolve("postgres") + " -D " + data + " -p " + port + " -c listen_addresses="
                            + LoopbackPorts.HOST + " -c unix_socket_directories= -c fsync=off"
                            + " & child=$!; cat > /dev/null; kill -INT $child; wait $child");
            var server = new PostgresServer(directory, output, port, process);
            server.awaitReady(programs);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** Of its database {@code postgres}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + LoopbackPorts.HOST + ":" + port + "/postgres?user=" + USER;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(output);
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end " + this, e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + port;
    }

    private void awaitReady(Path programs) throws IOException {
        var ready = programs.resolve("pg_isready").toString();
        boolean isReady = Deadline.in(PATIENCE)
                .await(() -> !process.isAlive()
                        || exitValue(ready, "-q", "-h", LoopbackPorts.HOST, "-p", Integer.toString(port)) == 0);
        if (!isReady || !process.isAlive()) {
            var said = Files.readString(output);
            close();
            throw new KafkaBrokerException("PostgreSQL does not take connections:\n" + said, null);
        }
    }

    private int exitValue(String... command) {
        try {
            run(output, command);
            return 0;
        } catch (KafkaBrokerException e) {
            return 1;
        }
    }

    private static void run(Path output, String... command) {
        var process = launch(output, command);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new KafkaBrokerException(String.join(" ", command) + ":\n" + Files.readString(output), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("interrupted while waiting for " + command[0], e);
        }
    }

    private static Process launch(Path output, String... command) {
        var all = new ArrayList<String>();
        if (isRoot()) {
            all.addAll(List.of("runuser", "-u", ACCOUNT, "--"));
        }
        all.addAll(List.of(command));
        try {
            return new ProcessBuilder(all)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Where the programs are: the newest of Debian's, or beside the one that is in the PATH. */
    private static Optional<Path> programs() {
        var candidates = new ArrayList<Path>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(candidates::add);
            } catch (IOException e) {
                throw new UncheckedIOException(DEBIAN.toString(), e);
            }
        }
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            candidates.add(Path.of(entry));
        }
        return candidates.stream()
                .filter(candidate -> Files.isExecutable(candidate.resolve("initdb")))
                .findFirst();
    }
}
