// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqErrorCode;

/**
 * What one exception class means. Immutable.
 *
 * @param code the stable code
 * @param proof what it proves of the message that failed with it
 * @param verdict whether to try again, and with which client
 */
record ErrorRow(MqErrorCode code, Proof proof, Verdict verdict) {
    /** What an exception proves of a message that failed with it. */
    enum Proof {
        /** No log has it: Kafka throws this only for what was never sent. */
        NEVER_SENT,
        /** This try was refused before anything was appended; an earlier try may have been written, its answer lost. */
        THIS_TRY_REFUSED,
        /** Nothing, once the message was in the producer's buffer. */
        NONE
    }

    /** Whether to try again, and with which client. */
    enum Verdict {
        /** The same call may succeed later, nothing changed: exactly Kafka's {@code RetriableException}s. */
        RETRIABLE,
        /** The same call fails again until somebody changes something; the client is as good as before. */
        REFUSED,
        /** This client is of no more use, a new one may be. */
        FATAL
    }
}
