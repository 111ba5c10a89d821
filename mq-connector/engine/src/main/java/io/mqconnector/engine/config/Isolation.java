// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** Which records of transactions a consumer sees; the words are Kafka's. */
public enum Isolation {
    /** All of them, also those of open and aborted transactions. */
    READ_UNCOMMITTED,
    /** Only those of committed transactions, and nothing behind the oldest open one. */
    READ_COMMITTED
}
