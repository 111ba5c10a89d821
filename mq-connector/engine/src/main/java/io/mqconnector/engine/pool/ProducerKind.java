// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

/** What a producer of the pool is for; the key of the keyed pool. */
public enum ProducerKind {
    /** Leased for life by a stripe, or borrowed directly. */
    PLAIN,
    /** Has a transactional id of its own; serves one transaction at a time. */
    TRANSACTIONAL
}
