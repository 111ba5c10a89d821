// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

/** What a producer of the pool is for; the key of the keyed pool. */
public enum ProducerKind {
    /** Leased for life by a stripe, or borrowed directly. */
    PLAIN,
    /** Leased for life by a stripe, and built by a recipe that may not be in force yet. */
    PREPARED,
    /** Has a transactional id of its own; serves one transaction at a time. */
    TRANSACTIONAL
}
