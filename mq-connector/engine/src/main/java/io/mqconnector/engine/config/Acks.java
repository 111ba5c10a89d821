// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** How many replicas must have a record before the broker acknowledges it. */
public enum Acks {
    /** None, {@code 0}: nothing is acknowledged, losses go unnoticed. */
    NONE("0"),
    /** The leader alone, {@code 1}: acknowledged records may be lost when the leader changes. */
    LEADER("1"),
    /** All in-sync replicas, {@code all}. */
    ALL("all");

    private final String word;

    Acks(String word) {
        this.word = word;
    }

    /** As it stands in configuration, and as Kafka takes it. */
    public String word() {
        return word;
    }
}
