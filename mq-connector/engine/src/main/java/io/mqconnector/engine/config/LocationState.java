// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a file or directory of keys said at one time. Immutable.
 *
 * @param stamp the state it was read in, or null if it may have changed since without that being seen
 * @param source its settings
 */
record LocationState(@Nullable LocationStamp stamp, SettingSource source) {
    /** More is no configuration. */
    private static final long MOST_BYTES = 1 << 20;

    /** Whether it says what stands there in that state. */
    boolean isOf(LocationStamp other) {
        return other.equals(stamp);
    }

    /** The same, to be read again. */
    LocationState unsettled() {
        return new LocationState(null, source);
    }

    /**
     * Reads.
     *
     * @throws IOException if it cannot be read, is no configuration, or changes meanwhile
     */
    static LocationState read(Path path, LocationStamp stamp) throws IOException {
        var source = Files.isDirectory(path) ? ofDirectory(path) : ofFile(path);
        if (!LocationStamp.of(path).equals(stamp)) {
            throw new IOException("it changes while it is read");
        }
        return new LocationState(stamp, source);
    }

    private static SettingSource ofFile(Path path) throws IOException {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text(path)));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "it is no properties file: an escape \\u is not followed by four hexadecimal digits", e);
        }
        var settings = new HashMap<String, String>();
        for (var name : properties.stringPropertyNames()) {
            put(settings, name, properties.getProperty(name, ""));
        }
        return SettingSource.ofMap(settings, Layer.CONFIG, "file " + path);
    }

    private static SettingSource ofDirectory(Path path) throws IOException {
        var settings = new HashMap<String, String>();
        for (var file : LocationStamp.keyFiles(path).entrySet()) {
            var text = text(file.getValue());
            int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
            put(settings, file.getKey(), text.substring(0, text.length() - end));
        }
        return SettingSource.ofMap(settings, Layer.CONFIG, "directory " + path);
    }

    /** Set to nothing is not set, as everywhere in configuration. */
    private static void put(Map<String, String> settings, String name, String text) {
        if (!text.isEmpty()) {
            settings.put(name, text);
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            // A pipe would be waited for.
            throw new IOException(file + " is no file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
        }
        return Files.readString(file);
    }
}
