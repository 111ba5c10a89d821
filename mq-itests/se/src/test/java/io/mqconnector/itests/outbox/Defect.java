// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

/** What is wrong with the outbox that is run: nothing with the connector's own, one thing with each stand-in. */
enum Defect {
    /** The connector's outbox. */
    NONE(""),
    /** A stand-in without a defect. */
    STAND_IN(""),
    /** A relay that deletes a message before it is acknowledged. */
    DELETES_FIRST("lost "),
    /** A relay that reads in another order than was written. */
    NEWEST_FIRST("out of order "),
    /** A relay that gives each attempt an id of its own. */
    ANOTHER_ID("another id "),
    /** A sender that does not wait for the commit. */
    SENDS_AT_ONCE("invented ");

    private final String complaint;

    Defect(String complaint) {
        this.complaint = complaint;
    }

    /** How the violation begins that it must lead to. */
    String complaint() {
        return complaint;
    }
}
