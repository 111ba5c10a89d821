// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** Where in the ladder of precedence a value stands, highest first. */
public enum Layer {
    /** Set while it runs, by an operator or by code; in memory only. */
    OVERRIDE,
    /** Set in code or by the container: {@code MqConfig}, a consumer builder. */
    EXPLICIT,
    /** From {@code mq.config.location}, MicroProfile Config or, without that, system properties and the environment. */
    CONFIG,
    /** What the declaration of a listener says: annotation members. */
    DECLARED,
    /** What the profile brings that somebody chose: nobody set the value itself. */
    PROFILE,
    /** Set by nobody. */
    DEFAULT;

    /** Whether somebody set the value itself, as opposed to a profile's or a default. */
    public boolean isSet() {
        return this != DEFAULT && this != PROFILE;
    }
}
