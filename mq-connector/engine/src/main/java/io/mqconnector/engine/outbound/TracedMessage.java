// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqTrace;

/** A message with the trace id of the thread that sends it, for those that are sent later by another. Stateless. */
public final class TracedMessage {
    private TracedMessage() {}

    /** The message itself if there is no trace id, or it brings one. */
    public static MqMessage of(MqMessage message) {
        var trace = MqTrace.current();
        return trace.isEmpty() || message.headers().last(MqTrace.HEADER).isPresent()
                ? message
                : message.withHeaders(message.headers().with(MqTrace.HEADER, trace.orElseThrow()));
    }
}
