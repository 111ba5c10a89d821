// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

/** What a {@link FaultyConnector} does wrong. */
enum Defect {
    NONE("none", Step.Kind.JMX),
    /** While producers are replaced some of what is sent is forgotten. */
    DROPS_WHILE_ROLLING("outcome:", Step.Kind.JMX),
    /** What is good of a change that is refused is put in force. */
    APPLIES_THE_REST("effect:", Step.Kind.REFUSED_JMX),
    /** What comes during a change is said to be in force. */
    FORGETS_THE_SECOND("effect:", Step.Kind.TWO_WRITERS),
    /** What the file says while an operator changes something is never looked at. */
    OVERLOOKS_THE_FILE("effect:", Step.Kind.BOTH),
    /** A change is shown as it was wanted, and Kafka's producers know nothing of it. */
    SHOWS_WHAT_IS_NOT("effect:", Step.Kind.JMX),
    /** A refusal does not say of what. */
    NAMES_NOTHING("refused:", Step.Kind.REFUSED_JMX);

    private final String complaint;
    private final Step.Kind kind;

    Defect(String complaint, Step.Kind kind) {
        this.complaint = complaint;
        this.kind = kind;
    }

    /** What the complaint of a check begins with that is there for it. */
    String complaint() {
        return complaint;
    }

    /** With which it shows. */
    Step.Kind kind() {
        return kind;
    }
}
