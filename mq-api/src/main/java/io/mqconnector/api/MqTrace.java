// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trace id of the current thread: sent with every message as header {@value #HEADER}, and current again while a
 * message that carries it is handled.
 *
 * <p>Thread-safe; each thread has its own. A message that already has the header keeps it.
 */
public final class MqTrace {
    /** The header that carries it, UTF-8. */
    public static final String HEADER = "X-Trace-ID";

    /** Removed again by whoever set it, so that no thread of a pool keeps anything. */
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private MqTrace() {}

    /** The current trace id, if there is one. */
    public static Optional<String> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Makes a trace id current on this thread until the scope is closed, on the same thread.
     *
     * @param traceId not blank
     * @throws IllegalArgumentException if it is blank
     */
    public static Scope open(String traceId) {
        if (requireNonNull(traceId, "traceId").isBlank()) {
            throw new IllegalArgumentException("the trace id is blank; leave the scope out where there is none");
        }
        var before = CURRENT.get();
        CURRENT.set(traceId);
        return new Scope(before);
    }

    /** Until closed, a trace id is current. For the thread that opened it; scopes are closed inside out. */
    public static final class Scope implements AutoCloseable {
        private final @Nullable String before;

        private Scope(@Nullable String before) {
            this.before = before;
        }

        /** What was current before is so again. */
        @Override
        public void close() {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
