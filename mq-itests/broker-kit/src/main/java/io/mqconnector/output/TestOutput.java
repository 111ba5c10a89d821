// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Where the JVMs of tests keep what they say. Thread-safe. */
public final class TestOutput {
    /** The system property that names the directory; without it nothing is kept. */
    public static final String PROPERTY = "mq.it.output";

    /** The system property that names the directory that is searched; such a JVM keeps nothing itself. */
    static final String SEARCHED = "mq.it.searched";

    private static final String LOG = ".log";

    /** Whether this JVM keeps its own output. */
    private static final AtomicBoolean KEPT = new AtomicBoolean();

    private TestOutput() {}

    /** Whether what this JVM logs is kept, and the console shows only what is for it. */
    public static boolean isKept() {
        return KEPT.get();
    }

    /** Marks this JVM as one that keeps its output; false if it did so before. */
    static boolean begins() {
        return KEPT.compareAndSet(false, true);
    }

    /** The directory, made if it is not there; empty if nothing is kept. */
    public static Optional<Path> directory() {
        var name = System.getProperty(PROPERTY, "");
        if (name.isEmpty() || System.getProperty(SEARCHED) != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.createDirectories(Path.of(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + name, e);
        }
    }

    /**
     * A file for the output of one program; it does not exist yet.
     *
     * @param program what the file's name begins with
     */
    static Path file(Path directory, String program) {
        return directory.resolve(program + "-" + UUID.randomUUID() + LOG);
    }

    /**
     * Where a child process is to write what nobody reads.
     *
     * @param program what its file's name begins with
     * @return a file of its own, or what this JVM writes to if nothing is kept
     */
    public static ProcessBuilder.Redirect ofChild(String program) {
        return directory()
                .map(directory ->
                        ProcessBuilder.Redirect.to(file(directory, program).toFile()))
                .orElse(ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * Keeps a copy of a file that is about to be deleted; nothing happens if nothing is kept.
     *
     * @param program what the copy's name begins with
     * @param output may be missing
     */
    public static void keep(String program, Path output) {
        directory().filter(directory -> Files.exists(output)).ifPresent(directory -> {
            try {
                Files.copy(output, file(directory, program), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep " + output, e);
            }
        });
    }

    /** Puts what was kept aside, in place of what was put there before: it has been searched. */
    public static void putAside(Path directory) throws IOException {
        var aside = directory.resolveSibling(directory.getFileName() + "-searched");
        if (Files.exists(aside)) {
            try (Stream<Path> old = Files.walk(aside)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.move(directory, aside);
    }
}
