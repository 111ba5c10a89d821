// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where a node keeps its data: a directory that the test gave and keeps, or a temporary one that {@link #close()}
 * deletes. Immutable, thread-safe.
 */
final class LogDirectory implements AutoCloseable {
    private final Path path;
    private final boolean isTemporary;

    private LogDirectory(Path path, boolean isTemporary) {
        this.path = path;
        this.isTemporary = isTemporary;
    }

    /** The given directory, created if missing; a new temporary one for null. */
    static LogDirectory of(@Nullable Path given) {
        try {
            return given == null
                    ? new LogDirectory(Files.createTempDirectory("mq-broker-"), true)
                    : new LogDirectory(Files.createDirectories(given).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("no log directory " + (given == null ? "in java.io.tmpdir" : given), e);
        }
    }

    Path path() {
        return path;
    }

    boolean isTemporary() {
        return isTemporary;
    }

    @Override
    public void close() {
        if (!isTemporary || !Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    /** Tolerates files that vanish meanwhile: a stopped node still removes its own. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
