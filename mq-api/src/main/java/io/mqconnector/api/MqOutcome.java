// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/** What is known of a message whose send failed. */
public enum MqOutcome {
    /** The message is in no partition and never will be; sending it again cannot duplicate it. */
    NOT_WRITTEN,
    /**
     * Nobody knows: the message appears at most once, now or at any later place. Sending it again may duplicate it, so
     * the connector never does that by itself.
     */
    UNKNOWN
}
