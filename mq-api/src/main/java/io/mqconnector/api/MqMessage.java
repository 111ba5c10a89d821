// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message: topic, key, value, headers, timestamp and, if the sender insists, partition.
 *
 * <p>Immutable and thread-safe, provided nobody writes into its arrays: key and value are handed over, not copied.
 * Applications build one with {@link #builder(String)} and receive others from the connector; they do not implement this
 * interface.
 */
public interface MqMessage {
    /** The topic. */
    String topic();

    /** The key, which decides partition and order; null for none. The array itself, not a copy. */
    byte @Nullable [] key();

    /** The value; null is a tombstone. The array itself, not a copy. */
    byte @Nullable [] value();

    /** The headers, in order. */
    MqHeaders headers();

    /** Milliseconds since the epoch: of a received message always, of one to be sent only if the sender set it. */
    OptionalLong timestamp();

    /** The partition: of a received message always, of one to be sent only if the sender insists on it. */
    OptionalInt partition();

    /** The key as UTF-8, or null. */
    default @Nullable String keyText() {
        byte[] key = key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** The value as UTF-8, or null. */
    default @Nullable String text() {
        byte[] value = value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** The same message with other headers. */
    default MqMessage withHeaders(MqHeaders headers) {
        var builder = builder(topic()).key(key()).value(value()).headers(headers);
        timestamp().ifPresent(builder::timestamp);
        partition().ifPresent(builder::partition);
        return builder.build();
    }

    /** A message without a key: partitions are filled one after another. */
    static MqMessage of(String topic, byte @Nullable [] value) {
        return builder(topic).value(value).build();
    }

    /** A message whose key decides its partition. */
    static MqMessage of(String topic, @Nullable String key, byte @Nullable [] value) {
        return builder(topic).key(key).value(value).build();
    }

    /**
     * Starts a message.
     *
     * @param topic not null
     */
    static MqMessageBuilder builder(String topic) {
        return new MqMessageBuilder(topic);
    }
}
