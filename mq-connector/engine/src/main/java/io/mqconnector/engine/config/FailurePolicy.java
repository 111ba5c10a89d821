// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** What happens to a record that failed for good. */
public enum FailurePolicy {
    /** It goes to the dead-letter topic, and is done when the broker has acknowledged that. */
    DEAD_LETTER,
    /** It is logged, counted and done. */
    SKIP,
    /** Its partition stands still until somebody resumes the listener. */
    STOP
}
