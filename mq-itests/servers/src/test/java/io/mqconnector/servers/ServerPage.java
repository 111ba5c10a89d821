// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of docs/servers: its blocks are what the tests do. Immutable. */
final class ServerPage {
    private final String text;
    private final Path file;

    private ServerPage(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static ServerPage named(String name) {
        var file = Path.of("../../docs/servers", name);
        try {
            return new ServerPage(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("no " + file.toAbsolutePath(), e);
        }
    }

    /** The only block of a language. */
    String block(String language) {
        var blocks = blocks(language);
        if (blocks.size() != 1) {
            throw new AssertionError(file + " has " + blocks.size() + " blocks of " + language + ", not one");
        }
        return blocks.get(0);
    }

    /** All blocks of a language, in order. */
    List<String> blocks(String language) {
        var blocks = new ArrayList<String>();
        var matcher = Pattern.compile("(?ms)^```" + Pattern.quote(language) + "\\n(.*?)^```$")
                .matcher(text);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
