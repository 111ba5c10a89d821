// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** As {@link Acknowledgement}, of a message that may have to wait again: one for each try. */
final class QueuedAcknowledgement extends SendCallback {
    private final Lane lane;
    private final QueuedSend send;

    QueuedAcknowledgement(Lane lane, QueuedSend send) {
        this.lane = lane;
        this.send = send;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null && metadata != null) {
            if (!isTold()) {
                lane.acknowledge(metadata, send.message, send.callback, send.tick);
            }
            return;
        }
        boolean buffered = !isInside();
        if (!tells()) {
            return;
        }
        lane.fail(
                failure == null ? new IllegalStateException("neither metadata nor failure") : failure,
                send.message,
                send.callback,
                send.tick,
                metadata == null ? -1 : metadata.partition(),
                buffered,
                send);
    }
}
