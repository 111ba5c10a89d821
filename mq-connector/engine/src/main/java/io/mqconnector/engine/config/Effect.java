// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** What it takes for a changed value to be in force. */
public enum Effect {
    /** In force at once. */
    HOT,
    /** Kafka clients are rebuilt one after the other, without loss. */
    ROLLING,
    /** The connector must be started again. */
    RESTART
}
