// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells one state of a file or directory from another without reading it. Immutable.
 *
 * @param target where it really is: of a directory of Kubernetes, where its files are at the moment
 * @param files name to size and time of the last change; of a directory those that are keys
 * @param modifiedMillis when the last of them was changed, in milliseconds of the epoch
 * @param isWhole whether its files are exchanged all at once
 */
record LocationStamp(Path target, Map<String, String> files, long modifiedMillis, boolean isWhole) {
    /** What Kubernetes lets point to the directory with the files of the moment. */
    private static final String CURRENT = "..data";

    LocationStamp {
        files = Map.copyOf(files);
    }

    /** That of the moment. */
    static LocationStamp of(Path path) throws IOException {
        var files = new TreeMap<String, String>();
        if (!Files.isDirectory(path)) {
            var real = path.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            files.put("", word(attributes));
            return new LocationStamp(real, files, attributes.lastModifiedTime().toMillis(), false);
        }
        var current = path.resolve(CURRENT);
        boolean isWhole = Files.isSymbolicLink(current);
        long last = Files.getLastModifiedTime(path).toMillis();
        for (var file : keyFiles(path).values()) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            files.put(file.getFileName().toString(), word(attributes));
            last = Math.max(last, attributes.lastModifiedTime().toMillis());
        }
        return new LocationStamp(isWhole ? current.toRealPath() : path.toRealPath(), files, last, isWhole);
    }

    /** The files of a directory that are keys, by name: neither hidden nor directories. */
    static Map<String, Path> keyFiles(Path directory) throws IOException {
        var files = new TreeMap<String, Path>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                if (!name.startsWith(".") && !Files.isDirectory(entry)) {
                    files.put(name, entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static String word(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }
}
