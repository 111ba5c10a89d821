// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls one of several listeners with each record, by its event type: the value of a header or, where the record does not
 * have that, what {@link Builder#orElse} finds. Event types are compared ignoring case.
 *
 * <p><b>Semantics</b> of a record that a listener takes are those of that listener. One that none takes, or that has no event
 * type, is skipped: it is done, and counted as skipped. With {@link Unknown#FAIL} it is {@linkplain MqRejectedException
 * rejected} instead: it goes to the failure policy at once, since no further attempt would find another listener.
 *
 * <p>Immutable, and thread-safe as far as its listeners are.
 */
public final class MqEventRouter implements MqMessageListener {
    /** The header that says the event type unless another is named. */
    public static final String DEFAULT_HEADER = "Event-Type";

    private final Map<String, MqMessageListener> routes;
    private final String header;
    private final Function<? super MqDelivery, Optional<String>> otherSource;
    private final Unknown unknown;

    private MqEventRouter(Builder from) {
        routes = Map.copyOf(from.routes);
        header = from.header;
        otherSource = from.otherSource;
        unknown = from.unknown;
    }

    /** Starts a router without routes. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Calls the listener of the record's event type.
     *
     * @throws MqRejectedException if there is none, with {@link Unknown#FAIL}
     * @throws Exception what the listener threw, as it is
     */
    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
        var delivery = MqDelivery.of(message, metadata);
        var type = eventType(delivery);
        var listener = type == null ? null : routes.get(folded(type));
        if (listener != null) {
            listener.onMessage(delivery, delivery);
            return;
        }
        var reason = type == null ? "no event type" : "unknown event type '" + type + "'";
        if (unknown == Unknown.FAIL) {
            throw new MqRejectedException(
                    reason + ": " + metadata.topic() + "-" + metadata.partitionNumber() + "@" + metadata.offset()
                            + ", header " + header,
                    null);
        }
        metadata.context().skip(reason);
    }

    /** The event types it knows, in lower case; unmodifiable, in no order. */
    public List<String> eventTypes() {
        return List.copyOf(routes.keySet());
    }

    private @Nullable String eventType(MqDelivery delivery) {
        var ofHeader = delivery.headers().text(header).orElse("");
        if (!ofHeader.isBlank()) {
            return ofHeader;
        }
        var other = otherSource.apply(delivery).orElse("");
        return other.isBlank() ? null : other;
    }

    private static String folded(String eventType) {
        return eventType.toLowerCase(Locale.ROOT);
    }

    /** What becomes of a record whose event type nobody takes. */
    public enum Unknown {
        /** It is skipped and counted. */
        SKIP,
        /** It goes to the failure policy. */
        FAIL
    }

    /** Describes a router. For one thread. */
    public static final class Builder {
        private final Map<String, MqMessageListener> routes = new HashMap<>();
        private String header = DEFAULT_HEADER;
        private Function<? super MqDelivery, Optional<String>> otherSource = delivery -> Optional.empty();
        private Unknown unknown = Unknown.SKIP;

        private Builder() {}

        /**
         * Routes an event type.
         *
         * @param eventType not blank, not routed yet; its case does not matter
         * @param listener called with the records of that type
         * @throws IllegalArgumentException if the event type is blank or routed already
         */
        public Builder on(String eventType, MqMessageListener listener) {
            requireNonNull(listener, "listener");
            if (requireNonNull(eventType, "eventType").isBlank()) {
                throw new IllegalArgumentException("an event type is blank; name it or leave it out");
            }
            if (routes.putIfAbsent(folded(eventType), listener) != null) {
                throw new IllegalArgumentException(
                        "event type '" + eventType + "' has a listener already (case does not matter); keep one");
            }
            return this;
        }

        /**
         * The header that says the event type, {@value MqEventRouter#DEFAULT_HEADER} unless set. The last one counts where a
         * record has several.
         *
         * @param name not blank; its case matters, as in Kafka
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder header(String name) {
            if (requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("the header's name is blank");
            }
            this.header = name;
            return this;
        }

        /**
         * Where else the event type is found; nowhere unless set.
         *
         * @param source asked for records without the header, or with a blank one; what it throws fails the record
         */
        public Builder orElse(Function<? super MqDelivery, Optional<String>> source) {
            this.otherSource = requireNonNull(source, "source");
            return this;
        }

        /** What becomes of a record whose event type nobody takes; {@link Unknown#SKIP} unless set. */
        public Builder unknown(Unknown unknown) {
            this.unknown = requireNonNull(unknown, "unknown");
            return this;
        }

        /**
         * The router.
         *
         * @throws IllegalStateException if it has no route
         */
        public MqEventRouter build() {
            if (routes.isEmpty()) {
                throw new IllegalStateException("the router has no route; give it one by on(eventType, listener)");
            }
            return new MqEventRouter(this);
        }
    }
}
