// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The journal of a member in a process of its own: one line an event, each handed to the operating system before the
 * listener goes on, so that SIGKILL loses none. Thread-safe: a line is one write.
 */
final class FileJournal implements JournalSink, AutoCloseable {
    private final OutputStream out;

    FileJournal(Path file) throws IOException {
        out = new FileOutputStream(file.toFile(), true);
    }

    @Override
    public void write(Event event) {
        append(event.toLine());
    }

    @Override
    public void write(Cause cause) {
        append(cause.toLine());
    }

    private void append(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("journal", e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Reads what is there; a last line without an end is left out. */
    static void read(Path file, Consumer<Event> events, Consumer<Cause> causes) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            Event event = Event.parse(line);
            Cause cause = event == null ? Cause.parse(line) : null;
            if (event != null) {
                events.accept(event);
            } else if (cause != null) {
                causes.accept(cause);
            } else {
                throw new IllegalStateException("journal " + file + ": " + line);
            }
        });
    }
}
