// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

/** How far a message had come when it failed. */
public enum Progress {
    /** It never entered a producer's buffer: no broker has seen it. */
    NOT_BUFFERED,
    /** It was in the buffer, which nothing for its topic has ever left. */
    NEVER_SENT,
    /** It was in the buffer, and no try to send it was repeated. */
    TRIED_AT_MOST_ONCE,
    /** It was in the buffer, and a try may have been repeated: an earlier one may have been written. */
    MAYBE_TRIED_AGAIN
}
