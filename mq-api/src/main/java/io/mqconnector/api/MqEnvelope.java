// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard envelope: a payload, and what is said about it within the message itself, as one JSON object. The payload type
 * of an {@link MqListener} parameter, {@code MqEnvelope<Order>}.
 *
 * <p><b>On the wire</b> the fields are {@code message_id}, {@code timestamp} (RFC 3339), {@code version}, {@code source},
 * {@code event_type}, {@code payload}, {@code target_user}, {@code target_group}, {@code priority}, {@code ttl} (nanoseconds)
 * and {@code retry}. Unknown fields are ignored. Missing ones, and those that are null, are what {@link #builder()} starts
 * with: empty texts, no timestamp, no payload, priority 0, no expiry, retried. Go's zero time counts as no timestamp.
 *
 * <p><b>Semantics</b> for a listener method with an envelope as a parameter: an {@linkplain #isExpired expired} one is not
 * handed over but skipped and counted; of one that is not to be {@linkplain #isRetriable retried}, what the method throws is
 * an {@link MqRejectedException} with that as its cause: straight to the failure policy. In a batch of several records that
 * counts only when they are delivered one by one.
 *
 * <p>Immutable and thread-safe as far as the payload is.
 *
 * @param <T> the type of the payload
 */
public final class MqEnvelope<T> {
    private final String messageId;
    private final @Nullable OffsetDateTime timestamp;
    private final String version;
    private final String source;
    private final String eventType;
    private final @Nullable T payload;
    private final String targetUser;
    private final String targetGroup;
    private final long priority;
    private final Duration ttl;
    private final boolean retriable;

    private MqEnvelope(Builder<T> from) {
        messageId = from.messageId;
        timestamp = from.timestamp;
        version = from.version;
        source = from.source;
        eventType = from.eventType;
        payload = from.payload;
        targetUser = from.targetUser;
        targetGroup = from.targetGroup;
        priority = from.priority;
        ttl = from.ttl;
        retriable = from.retriable;
    }

    /** Starts an envelope: empty texts, no timestamp, no payload, priority 0, no expiry, retried. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** The id of the message; may be empty. */
    public String messageId() {
        return messageId;
    }

    /** When it was made, with the offset that the sender gave. */
    public Optional<OffsetDateTime> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    /** The version of the format; may be empty. */
    public String version() {
        return version;
    }

    /** Who made it; may be empty. */
    public String source() {
        return source;
    }

    /** What happened; may be empty. */
    public String eventType() {
        return eventType;
    }

    /** What is in it; may be null. */
    public @Nullable T payload() {
        return payload;
    }

    /** The user whom it is for; may be empty. */
    public String targetUser() {
        return targetUser;
    }

    /** The group of users that it is for; may be empty. */
    public String targetGroup() {
        return targetGroup;
    }

    /** How urgent it is: the connector does nothing with it. */
    public long priority() {
        return priority;
    }

    /** How long after its timestamp it is of use; zero: for ever. */
    public Duration ttl() {
        return ttl;
    }

    /** Whether a listener that failed is tried again with it. */
    public boolean isRetriable() {
        return retriable;
    }

    /** Whether it is of no more use: it has timestamp and ttl, and their sum is before {@code now}. */
    public boolean isExpired(Instant now) {
        return timestamp != null
                && !ttl.isZero()
                && timestamp.toInstant().plus(ttl).isBefore(now);
    }

    /** Whether all is the same: the offset of the timestamp too, and arrays by what is in them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MqEnvelope<?> that
                && messageId.equals(that.messageId)
                && Objects.equals(timestamp, that.timestamp)
                && version.equals(that.version)
                && source.equals(that.source)
                && eventType.equals(that.eventType)
                && Objects.deepEquals(payload, that.payload)
                && targetUser.equals(that.targetUser)
                && targetGroup.equals(that.targetGroup)
                && priority == that.priority
                && ttl.equals(that.ttl)
                && retriable == that.retriable;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new @Nullable Object[] {messageId, timestamp, eventType, payload});
    }

    /** Without the payload, which may be secret. */
    @Override
    public String toString() {
        return "MqEnvelope[messageId=" + messageId + ", timestamp=" + timestamp + ", eventType=" + eventType + "]";
    }

    /**
     * Describes an envelope. For one thread.
     *
     * @param <T> the type of the payload
     */
    public static final class Builder<T> {
        private String messageId = "";
        private @Nullable OffsetDateTime timestamp;
        private String version = "";
        private String source = "";
        private String eventType = "";
        private @Nullable T payload;
        private String targetUser = "";
        private String targetGroup = "";
        private long priority;
        private Duration ttl = Duration.ZERO;
        private boolean retriable = true;

        private Builder() {}

        /** The id of the message, not null. */
        public Builder<T> messageId(String messageId) {
            this.messageId = requireNonNull(messageId, "messageId");
            return this;
        }

        /** When it was made, not null; the offset is kept. */
        public Builder<T> timestamp(OffsetDateTime timestamp) {
            this.timestamp = requireNonNull(timestamp, "timestamp");
            return this;
        }

        /** When it was made, not null; as UTC. */
        public Builder<T> timestamp(Instant timestamp) {
            return timestamp(timestamp.atOffset(ZoneOffset.UTC));
        }

        /** The version of the format, not null. */
        public Builder<T> version(String version) {
            this.version = requireNonNull(version, "version");
            return this;
        }

        /** Who made it, not null. */
        public Builder<T> source(String source) {
            this.source = requireNonNull(source, "source");
            return this;
        }

        /** What happened, not null. */
        public Builder<T> eventType(String eventType) {
            this.eventType = requireNonNull(eventType, "eventType");
            return this;
        }

        /** What is in it; not copied; may be null. */
        public Builder<T> payload(@Nullable T payload) {
            this.payload = payload;
            return this;
        }

        /** The user whom it is for, not null. */
        public Builder<T> targetUser(String targetUser) {
            this.targetUser = requireNonNull(targetUser, "targetUser");
            return this;
        }

        /** The group of users that it is for, not null. */
        public Builder<T> targetGroup(String targetGroup) {
            this.targetGroup = requireNonNull(targetGroup, "targetGroup");
            return this;
        }

        /** How urgent it is. */
        public Builder<T> priority(long priority) {
            this.priority = priority;
            return this;
        }

        /**
         * How long after its timestamp it is of use.
         *
         * @param ttl zero for ever; one below zero has expired at once; at most what nanoseconds in a {@code long} can say,
         *     292 years
         * @throws IllegalArgumentException if it is longer
         */
        public Builder<T> ttl(Duration ttl) {
            try {
                this.ttl = Duration.ofNanos(ttl.toNanos());
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("ttl " + ttl + " is beyond 292 years; take zero for no expiry", e);
            }
            return this;
        }

        /** Whether a listener that failed is tried again with it; so unless set. */
        public Builder<T> retriable(boolean retriable) {
            this.retriable = retriable;
            return this;
        }

        /** The envelope. */
        public MqEnvelope<T> build() {
            return new MqEnvelope<>(this);
        }
    }
}
