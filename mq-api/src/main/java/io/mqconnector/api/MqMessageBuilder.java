// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Builds one {@link MqMessage}. For one thread; {@link #build()} may be called again. */
public final class MqMessageBuilder {
    private final String topic;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private MqHeaders headers = MqHeaders.none();
    private long timestampMillis = -1;
    private int partition = -1;

    MqMessageBuilder(String topic) {
        this.topic = requireNonNull(topic, "topic is null; name the topic to send to");
    }

    /** The key as UTF-8; null for none. */
    public MqMessageBuilder key(@Nullable String key) {
        this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** The key; not copied; null for none. */
    public MqMessageBuilder key(byte @Nullable [] key) {
        this.key = key;
        return this;
    }

    /** The value as UTF-8; null for a tombstone. */
    public MqMessageBuilder value(@Nullable String value) {
        this.value = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** The value; not copied; null for a tombstone. */
    public MqMessageBuilder value(byte @Nullable [] value) {
        this.value = value;
        return this;
    }

    /** All headers at once, replacing those set so far. */
    public MqMessageBuilder headers(MqHeaders headers) {
        this.headers = requireNonNull(headers, "headers is null; MqHeaders.none() is for none");
        return this;
    }

    /** One more header, sent as UTF-8. */
    public MqMessageBuilder header(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    /**
     * The time of the message; without it, the time of sending.
     *
     * @param epochMillis 0 or later
     * @throws IllegalArgumentException if negative
     */
    public MqMessageBuilder timestamp(long epochMillis) {
        if (epochMillis < 0) {
            throw new IllegalArgumentException(
                    "timestamp " + epochMillis + " is negative; give milliseconds since 1970");
        }
        this.timestampMillis = epochMillis;
        return this;
    }

    /**
     * The partition, instead of the one that the key decides.
     *
     * @param partition 0 or more
     * @throws IllegalArgumentException if negative
     */
    public MqMessageBuilder partition(int partition) {
        if (partition < 0) {
            throw new IllegalArgumentException(
                    "partition " + partition + " is negative; leave it out to let the key decide");
        }
        this.partition = partition;
        return this;
    }

    /** The message. */
    public MqMessage build() {
        return new Outgoing(topic, key, value, headers, timestampMillis, partition);
    }

    /** A class, not a record: array components would give it a misleading equals. */
    private static final class Outgoing implements MqMessage {
        private final String topic;
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private final MqHeaders headers;
        private final long timestampMillis;
        private final int partition;

        Outgoing(
                String topic,
                byte @Nullable [] key,
                byte @Nullable [] value,
                MqHeaders headers,
                long timestampMillis,
                int partition) {
            this.topic = topic;
            this.key = key;
            this.value = value;
            this.headers = headers;
            this.timestampMillis = timestampMillis;
            this.partition = partition;
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public byte @Nullable [] key() {
            return key;
        }

        @Override
        public byte @Nullable [] value() {
            return value;
        }

        @Override
        public MqHeaders headers() {
            return headers;
        }

        @Override
        public OptionalLong timestamp() {
            return timestampMillis < 0 ? OptionalLong.empty() : OptionalLong.of(timestampMillis);
        }

        @Override
        public OptionalInt partition() {
            return partition < 0 ? OptionalInt.empty() : OptionalInt.of(partition);
        }

        /** Where to, not what: key and value may be secret. */
        @Override
        public String toString() {
            return "MqMessage[topic=" + topic + ", bytes=" + (value == null ? 0 : value.length) + "]";
        }
    }
}
