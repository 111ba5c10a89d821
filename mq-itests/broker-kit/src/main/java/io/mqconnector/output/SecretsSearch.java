// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for secrets in texts: as they are, URL-encoded, in hexadecimal, and within anything that Base64 was made of. Immutable. */
public final class SecretsSearch {
    private static final int AROUND = 300;
    /** A shorter end of a Base64 text would be found by chance. */
    private static final int LEAST = 6;

    /** By what to look for. */
    private final Map<String, String> forms = new LinkedHashMap<>();

    private SecretsSearch(Collection<String> secrets) {
        secrets.forEach(this::add);
    }

    /** For some secrets. */
    public static SecretsSearch of(Collection<String> secrets) {
        return new SecretsSearch(secrets);
    }

    /** For the marker and what this JVM has registered until now. */
    public static SecretsSearch ofThisJvm() {
        return new SecretsSearch(TestSecrets.known());
    }

    /** For the marker and everything that was registered by those whose output is in a directory. */
    public static SecretsSearch ofAll(Path directory) throws IOException {
        return new SecretsSearch(TestSecrets.in(directory));
    }

    private void add(String secret) {
        forms.put(secret, "plain");
        forms.putIfAbsent(URLEncoder.encode(secret, StandardCharsets.UTF_8), "url");
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.put(HexFormat.of().formatHex(bytes), "hex");
        forms.put(HexFormat.of().withUpperCase().formatHex(bytes), "hex");
        for (int before = 0; before < 3; before++) {
            addBase64(bytes, before);
        }
    }

    /** The characters that come from the secret alone, whatever stands before and behind it. */
    private void addBase64(byte[] secret, int before) {
        var shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        int from = (before * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        if (to - from >= LEAST) {
            forms.put(Base64.getEncoder().encodeToString(shifted).substring(from, to), "base64");
            forms.putIfAbsent(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to), "base64");
        }
    }

    /**
     * All leaks in a text.
     *
     * @param where what the text is, for the report
     */
    public List<Leak> in(String where, String text) {
        var leaks = new ArrayList<Leak>();
        forms.forEach((sought, form) -> {
            int line = 1;
            int counted = 0;
            for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
                for (; counted < at; counted++) {
                    line += text.charAt(counted) == '\n' ? 1 : 0;
                }
                leaks.add(new Leak(where, line, form, around(text, at)));
            }
        });
        return leaks;
    }

    private static String around(String text, int at) {
        int from = Math.max(text.lastIndexOf('\n', at) + 1, at - AROUND);
        int end = text.indexOf('\n', at);
        return text.substring(from, Math.min(end < 0 ? text.length() : end, at + AROUND));
    }

    /** All leaks in the logs below a directory: files whose names end with {@code .log}, or hold it before a number or date. */
    public List<Leak> inLogs(Path directory) throws IOException {
        var leaks = new ArrayList<Leak>();
        for (var file : logs(directory)) {
            // what is sought is ASCII, whatever the rest is
            leaks.addAll(
                    in(directory.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
        return leaks;
    }

    /** The files that are searched. */
    public static List<Path> logs(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.log([._-].*)?"))
                    .sorted()
                    .toList();
        }
    }
}
