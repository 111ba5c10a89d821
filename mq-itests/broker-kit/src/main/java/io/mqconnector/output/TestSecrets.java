// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The secrets of tests: passwords, tokens, keys. Each must be found wherever it comes to light, so one whose text a test may
 * choose has the {@link #MARKER} in it, and one that is made by chance is {@linkplain #register registered}. Thread-safe.
 */
public final class TestSecrets {
    /** In every secret whose text a test chooses. Letters and digits only: no quoting or encoding of URLs changes it. */
    public static final String MARKER = "Wonderland7Keep";

    /** What is told on purpose, so that the search is seen to find something. */
    public static final String SEEDED = "Cheshire9Seeded";

    private static final String REGISTERED = ".registered";
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private TestSecrets() {}

    /**
     * Makes a secret known that has no marker, such as a generated key.
     *
     * @param secret one line, 8 characters at least
     * @return the same
     */
    public static String register(String secret) {
        if (secret.length() < 8 || secret.contains("\n")) {
            throw new IllegalArgumentException("a secret to look for has one line and 8 characters at least");
        }
        if (KNOWN.add(secret)) {
            TestOutput.directory().ifPresent(directory -> append(directory, secret));
        }
        return secret;
    }

    private static void append(Path directory, String secret) {
        try {
            Files.writeString(
                    directory.resolve(ProcessHandle.current().pid() + REGISTERED),
                    secret + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a secret in " + directory, e);
        }
    }

    /** The marker, and what was registered by this JVM. */
    static Set<String> known() {
        var all = new LinkedHashSet<String>();
        all.add(MARKER);
        all.addAll(KNOWN);
        return all;
    }

    /** The marker, and what was registered by any JVM whose output is in a directory. */
    static Set<String> in(Path directory) throws IOException {
        var all = new LinkedHashSet<String>();
        all.add(MARKER);
        try (Stream<Path> files = Files.list(directory)) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(REGISTERED)).toList()) {
                all.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
