// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One message in the outbox. Immutable as long as nobody writes into its arrays. */
final class OutboxRow {
    final long id;
    final String messageId;
    final String topic;
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final MqHeaders headers;
    final @Nullable Integer partition;
    final long timestampMillis;

    /** @param headers with the message id */
    OutboxRow(
            long id,
            String messageId,
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            MqHeaders headers,
            @Nullable Integer partition,
            long timestampMillis) {
        this.id = id;
        this.messageId = messageId;
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.partition = partition;
        this.timestampMillis = timestampMillis;
    }

    /** Equal for those that must keep their order; null for one without any. As the statements of the table see it. */
    @Nullable
    Object sequence() {
        if (key != null) {
            return new Sequence(topic, ByteBuffer.wrap(key), null);
        }
        return partition == null ? null : new Sequence(topic, null, partition);
    }

    /** Roughly what it takes in memory. */
    long bytes() {
        return (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
    }

    private record Sequence(
            String topic,
            @Nullable ByteBuffer key,
            @Nullable Integer partition) {}
}
