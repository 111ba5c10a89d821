// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Message and metadata of one record. Immutable as they are. */
final class JoinedDelivery implements MqDelivery {
    private final MqMessage message;
    private final MqMetadata metadata;

    JoinedDelivery(MqMessage message, MqMetadata metadata) {
        this.message = requireNonNull(message, "message");
        this.metadata = requireNonNull(metadata, "metadata");
    }

    @Override
    public String topic() {
        return metadata.topic();
    }

    @Override
    public byte @Nullable [] key() {
        return message.key();
    }

    @Override
    public byte @Nullable [] value() {
        return message.value();
    }

    @Override
    public MqHeaders headers() {
        return metadata.headers();
    }

    @Override
    public OptionalLong timestamp() {
        return OptionalLong.of(metadata.timestampMillis());
    }

    @Override
    public OptionalInt partition() {
        return OptionalInt.of(metadata.partitionNumber());
    }

    @Override
    public int partitionNumber() {
        return metadata.partitionNumber();
    }

    @Override
    public long offset() {
        return metadata.offset();
    }

    @Override
    public long timestampMillis() {
        return metadata.timestampMillis();
    }

    @Override
    public int attempt() {
        return metadata.attempt();
    }

    @Override
    public MqContext context() {
        return metadata.context();
    }
}
