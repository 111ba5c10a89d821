// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/** Why a stripe gets another producer. */
public enum RotationCause {
    /** It has been in use for {@code mq.pool.max-lifetime}. */
    LIFETIME,
    /** Its configuration has been changed. */
    CONFIGURATION,
    /** The number of stripes has been changed. */
    RESIZE,
    /** It was dead by itself: fenced, closed, its thread gone, its credentials refused. */
    DEATH,
    /** Somebody asked for it. */
    REQUESTED
}
