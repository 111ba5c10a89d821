// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Exceptions as text. Stateless. */
public final class Texts {
    private Texts() {}

    /** An exception with its message, its causes, what it suppressed, and all their stacks. */
    public static String of(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
