// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints the end of a server's log when a test or its preparation fails. */
final class LogTailOnFailure implements LifecycleMethodExecutionExceptionHandler, TestExecutionExceptionHandler {
    private static final int CHARS = 8_000;

    private final Supplier<@Nullable AppServer> server;

    LogTailOnFailure(Supplier<@Nullable AppServer> server) {
        this.server = server;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        print();
        throw thrown;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        print();
        throw thrown;
    }

    private void print() {
        var failed = server.get();
        if (failed != null) {
            var log = failed.log();
            System.err.println(
                    "End of the log of " + failed + ":\n" + log.substring(Math.max(0, log.length() - CHARS)));
        }
    }
}
