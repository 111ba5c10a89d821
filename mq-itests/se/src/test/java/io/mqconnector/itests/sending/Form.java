// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

/** How a message was sent. */
enum Form {
    SYNC(true),
    STAGE(false),
    CALLBACK(false),
    BATCH(true),
    BATCH_STAGE(false),
    /** With a callback, by the callback of another: mostly on a producer's I/O thread. */
    CHAINED(false);

    private final boolean isBlocking;

    Form(boolean isBlocking) {
        this.isBlocking = isBlocking;
    }

    /** Whether its caller waits for the outcome. */
    boolean isBlocking() {
        return isBlocking;
    }

    /** Whether the outcome is heard on the thread that knows it first. */
    boolean isHeardAtOnce() {
        return this == CALLBACK || this == CHAINED;
    }
}
