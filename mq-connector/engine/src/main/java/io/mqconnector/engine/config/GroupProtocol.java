// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** How members of a group share its partitions; the words are Kafka's. */
public enum GroupProtocol {
    /** The members decide. */
    CLASSIC,
    /** The broker decides (KIP-848). */
    CONSUMER
}
