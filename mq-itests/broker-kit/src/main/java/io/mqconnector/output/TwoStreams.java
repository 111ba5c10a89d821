// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.OutputStream;
import java.io.PrintStream;

/** Writes everything to two streams. As thread-safe as they are. */
final class TwoStreams extends OutputStream {
    private final PrintStream one;
    private final PrintStream other;

    TwoStreams(PrintStream one, PrintStream other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public void write(int value) {
        one.write(value);
        other.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        one.write(bytes, offset, length);
        other.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        one.flush();
        other.flush();
    }
}
