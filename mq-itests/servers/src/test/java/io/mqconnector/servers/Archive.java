// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar, RAR, WAR or EAR in the making. Not thread-safe. */
public final class Archive {
    private final String fileName;
    private final Map<String, byte[]> entries = new TreeMap<>();

    private Archive(String fileName) {
        this.fileName = fileName;
    }

    public static Archive named(String fileName) {
        return new Archive(fileName);
    }

    String fileName() {
        return fileName;
    }

    /** A text, such as a descriptor. */
    public Archive with(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A copy of a file, under its own name in a directory: empty, or ending with a slash. */
    public Archive with(String directory, Path file) {
        try {
            entries.put(directory + file.getFileName(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return this;
    }

    /** A copy of a file under another name. */
    public Archive withFile(String path, Path file) {
        try {
            entries.put(path, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return this;
    }

    /** Another archive, under its name in a directory: empty, or ending with a slash. */
    public Archive with(String directory, Archive inner) {
        entries.put(directory + inner.fileName, inner.toBytes());
        return this;
    }

    /** That class and those nested in it. */
    public Archive withClass(String directory, Class<?> type) {
        return withClasses(directory, type, type.getSimpleName() + "(\\$.*)?");
    }

    /** All classes of the package of that class, without the packages below it. */
    public Archive withPackageOf(String directory, Class<?> member) {
        return withClasses(directory, member, ".*");
    }

    private Archive withClasses(String directory, Class<?> member, String simpleName) {
        var path = member.getPackageName().replace('.', '/');
        try (var files = Files.list(locationOf(member).resolve(path))) {
            files.filter(file -> file.getFileName().toString().matches(simpleName + "\\.class"))
                    .forEach(file -> with(directory + path + "/", file));
        } catch (IOException e) {
            throw new UncheckedIOException("no classes of " + member, e);
        }
        return this;
    }

    /** Writes it under its name into a directory. */
    public Path writeTo(Path directory) {
        var file = directory.resolve(fileName);
        try {
            Files.createDirectories(directory);
            return Files.write(file, toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The directory or jar that a class was loaded from. */
    static Path locationOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** Copies a file into a directory. */
    static void copy(Path file, Path directory) {
        try {
            Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + file, e);
        }
    }

    private byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build " + fileName, e);
        }
        return bytes.toByteArray();
    }
}
