// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.KafkaErrors;

/** What a failed send says of the producer it went by. Trouble of the cluster says nothing. */
enum ProducerDeath {
    /** Nothing. */
    NONE,
    /** The producer can send nothing any more, whatever the cluster does. */
    FATAL,
    /** The producer's credentials are refused: one with better ones could send, this one may again. */
    CREDENTIALS;

    /**
     * @param cause what Kafka said
     * @param failure what that is to the caller
     * @param buffered whether the record may have entered Kafka's buffer
     */
    static ProducerDeath sign(Exception cause, MqSendException failure, boolean buffered) {
        boolean isInErrorState = !buffered && KafkaErrors.isInErrorState(cause);
        if (failure.code() == MqErrorCode.AUTHENTICATION_FAILED
                || (isInErrorState && failure.code() == MqErrorCode.AUTHORIZATION_FAILED)) {
            // as long as they stay refused, this producer tells callers so at once, and another would fare no better
            return CREDENTIALS;
        }
        return isInErrorState || failure.isFatal() ? FATAL : NONE;
    }
}
