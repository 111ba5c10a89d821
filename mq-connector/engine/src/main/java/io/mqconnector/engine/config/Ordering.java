// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** What is delivered one at a time and in order. */
public enum Ordering {
    /** The records of a partition. */
    PARTITION,
    /** The records of a key; different keys of one partition side by side. Records without a key count as one key. */
    KEY,
    /** Nothing. */
    UNORDERED
}
