// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

/** What a {@link StandIn} does wrong. */
enum Defect {
    NONE("none", Step.JAM),
    /** Messages of one key take one producer after another. */
    ROUND_ROBIN_STRIPES("order:", Step.SLOW),
    /** A new producer is used before the old one is done. */
    GATE_OFF("order:", Step.SLOW),
    /** Some of what waits at the gate is forgotten. */
    DROPS_ON_ROTATION("outcome:", Step.SLOW),
    /** What has waited at the gate goes on in reverse order. */
    REVERSES_ON_ROTATION("order:", Step.SLOW),
    /** Some of what has waited at the gate is sent twice. */
    REPEATS_ON_ROTATION("log:", Step.SLOW),
    /** What is in flight when draining takes too long counts as written. */
    ACKNOWLEDGES_EARLY("log:", Step.JAM),
    /** What may be written is sent once more. */
    RETRIES_UNKNOWN("(log|order):", Step.FREEZE),
    /** What may be written is said not to be. */
    CALLS_UNKNOWN_NOT_WRITTEN("log:", Step.FREEZE),
    /** Who sends asynchronously waits at the gate. */
    HOLDS_SENDERS("time:", Step.JAM);

    private final String complaint;
    private final Step fault;

    Defect(String complaint, Step fault) {
        this.complaint = complaint;
        this.fault = fault;
    }

    /** What the complaint of a check begins with that is there for it; a regular expression. */
    String complaint() {
        return complaint;
    }

    /** Under which it shows. */
    Step fault() {
        return fault;
    }
}
