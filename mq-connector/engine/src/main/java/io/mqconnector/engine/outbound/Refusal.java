// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import org.jspecify.annotations.Nullable;

/** Failures of messages that went nowhere. Stateless. */
public final class Refusal {
    private Refusal() {}

    /**
     * A message that was not written.
     *
     * @param code the stable code
     * @param message what was to be sent
     * @param why and what to do
     * @param cause what lies underneath, or null
     */
    public static MqSendException of(MqErrorCode code, MqMessage message, String why, @Nullable Throwable cause) {
        return new MqSendException(
                code,
                MqOutcome.NOT_WRITTEN,
                message.topic(),
                -1,
                "message to topic " + message.topic() + " not written: " + why,
                cause,
                false,
                false);
    }
}
