// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** Where in the ladder of precedence a value stands, highest first. */
public enum Layer {
    /** Set while it runs, by an operator or by code; in memory only. */
    OVERRIDE,
    /** Set in code or by the container: {@code MqConfig}, a consumer builder. */
    EXPLICIT,
    /** From MicroProfile Config or, without an implementation of it, from system properties and the environment. */
    CONFIG,
    /** What the declaration of a listener says: annotation members. */
    DECLARED,
    /** Set by nobody. */
    DEFAULT;

    /** Whether somebody set the value, as opposed to a default. */
    public boolean isSet() {
        return this != DEFAULT;
    }
}
