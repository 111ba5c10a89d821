// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Fails as a text says, in the first attempt. Stateless. */
final class Trouble {
    private static final long LONGER_THAN_A_TRANSACTION_SECONDS = 12;

    private Trouble() {}

    static void maybe(@Nullable String text, int attempt) throws IOException, InterruptedException {
        if ("always".equals(text)) {
            throw new IllegalStateException("told to fail always");
        }
        if (attempt > 1 || text == null) {
            return;
        }
        switch (text) {
            case "exception" -> throw new IllegalStateException("told to fail");
            case "checked" -> throw new IOException("told to fail");
            case "error" -> throw new AssertionError("told to fail");
            case "timeout" -> {
                // nothing ever opens it: the bean takes its time
                boolean unused = new CountDownLatch(1).await(LONGER_THAN_A_TRANSACTION_SECONDS, TimeUnit.SECONDS);
            }
            default -> {}
        }
    }
}
