// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What becomes of a record that fails for good, as the key {@code failure-policy} says it. */
enum Policy {
    DEAD_LETTER,
    SKIP,
    /** Its partition stands still until somebody resumes the member. */
    STOP
}
