// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What a member's journal tells of a delivery. */
enum EventKind {
    /** The listener was called; written before it does anything. */
    START,
    /** It is about to return normally, and its record is done by that. */
    OK,
    /** It is about to throw. */
    FAIL,
    /** Of a batch that failed: this record was not tried. */
    UNTRIED,
    /** It is about to return normally, and its record is done when acknowledged. */
    RETURN,
    /** It is about to acknowledge the record. */
    ACK,
    /** It is about to acknowledge up to the record. */
    UP_TO,
    /** The acknowledgement counts. */
    ACKED,
    /** The acknowledgement does not count. */
    REFUSED,
    /** It is about to stop its subscription. */
    STOP
}
