// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The one object allocated for a send: 32 bytes. */
final class Acknowledgement extends SendCallback {
    private final Lane lane;
    private final MqMessage message;
    private final MqSendCallback callback;
    private final int tick;

    Acknowledgement(Lane lane, MqMessage message, MqSendCallback callback, int tick) {
        this.lane = lane;
        this.message = message;
        this.callback = callback;
        this.tick = tick;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null && metadata != null) {
            if (!isTold()) {
                lane.acknowledge(metadata, message, callback, tick);
            }
            return;
        }
        boolean buffered = !isInside();
        if (!tells()) {
            return;
        }
        lane.fail(
                failure == null ? new IllegalStateException("neither metadata nor failure") : failure,
                message,
                callback,
                tick,
                metadata == null ? -1 : metadata.partition(),
                buffered,
                null);
    }
}
