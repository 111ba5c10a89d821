// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqMessageListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for when it wants messages. Immutable. Names, topics, group and settings may contain
 * <code>${property}</code> and <code>${property:default}</code>; the runtime resolves them, asking
 * {@link #applicationConfig()} first and its own configuration second.
 */
public final class SubscriptionRequest {
    private static final String CONNECTION = "connection";
    private static final MqErrorListener SILENT = error -> {};

    private final String name;
    private final List<String> topics;
    private final String topicPattern;
    private final String group;
    private final @Nullable MqMessageListener listener;
    private final @Nullable MqBatchListener batchListener;
    private final MqErrorListener errorListener;
    private final List<MqContextCarrier> carriers;
    private final Map<String, String> declared;
    private final Map<String, String> explicit;
    private final Function<String, Optional<String>> applicationConfig;
    private final ClassLoader applicationLoader;

    private SubscriptionRequest(Builder from) {
        name = from.name;
        topics = from.topics;
        topicPattern = from.topicPattern;
        group = from.group;
        listener = from.listener;
        batchListener = from.batchListener;
        errorListener = from.errorListener;
        carriers = from.carriers;
        declared = from.declared;
        explicit = from.explicit;
        applicationConfig = from.applicationConfig;
        applicationLoader = from.applicationLoader;
    }

    /**
     * Starts a request.
     *
     * @param name the listener's name in configuration, JMX and logs
     * @param applicationLoader the context class loader around each call of the listener
     */
    public static Builder builder(String name, ClassLoader applicationLoader) {
        return new Builder(requireNonNull(name, "name"), requireNonNull(applicationLoader, "applicationLoader"));
    }

    /** The listener's name. */
    public String name() {
        return name;
    }

    /** Topic names. */
    public List<String> topics() {
        return topics;
    }

    /** A regular expression that whole topic names match; empty when {@link #topics()} say which. */
    public String topicPattern() {
        return topicPattern;
    }

    /** The consumer group; empty when only configuration may name it. */
    public String group() {
        return group;
    }

    /** The connection that code or declaration names, which configuration may change; empty when neither does. */
    public String connection() {
        return explicit.getOrDefault(CONNECTION, declared.getOrDefault(CONNECTION, ""));
    }

    /** Called with each message; null if there is a {@link #batchListener()}, or the runtime knows another way. */
    public @Nullable MqMessageListener listener() {
        return listener;
    }

    /** Called with each batch; null if there is a {@link #listener()}. */
    public @Nullable MqBatchListener batchListener() {
        return batchListener;
    }

    /** Hears of trouble that no record is to blame for. */
    public MqErrorListener errorListener() {
        return errorListener;
    }

    /** Opened around each delivery, the first outermost. */
    public List<MqContextCarrier> carriers() {
        return carriers;
    }

    /** What the declaration itself says (annotation members): beaten by configuration. Keys without prefix, as {@code workers}. */
    public Map<String, String> declared() {
        return declared;
    }

    /** What was really set in code, keys as above: beats configuration. */
    public Map<String, String> explicit() {
        return explicit;
    }

    /** The application's own configuration: full key to value. */
    public Function<String, Optional<String>> applicationConfig() {
        return applicationConfig;
    }

    /** The context class loader around each call of the listener. */
    public ClassLoader applicationLoader() {
        return applicationLoader;
    }

    /** Builds a request. For one thread. */
    public static final class Builder {
        private final String name;
        private final ClassLoader applicationLoader;
        private List<String> topics = List.of();
        private String topicPattern = "";
        private String group = "";
        private @Nullable MqMessageListener listener;
        private @Nullable MqBatchListener batchListener;
        private MqErrorListener errorListener = SILENT;
        private List<MqContextCarrier> carriers = List.of();
        private Map<String, String> declared = Map.of();
        private Map<String, String> explicit = Map.of();
        private Function<String, Optional<String>> applicationConfig = key -> Optional.empty();

        private Builder(String name, ClassLoader applicationLoader) {
            this.name = name;
            this.applicationLoader = applicationLoader;
        }

        /** Topic names. */
        public Builder topics(List<String> topics) {
            this.topics = List.copyOf(topics);
            return this;
        }

        /** A regular expression that whole topic names match, instead of {@link #topics}. */
        public Builder topicPattern(String pattern) {
            this.topicPattern = requireNonNull(pattern, "pattern");
            return this;
        }

        /** The consumer group. */
        public Builder group(String group) {
            this.group = requireNonNull(group, "group");
            return this;
        }

        /** Called with each message. */
        public Builder listener(MqMessageListener listener) {
            this.listener = requireNonNull(listener, "listener");
            this.batchListener = null;
            return this;
        }

        /** Called with each batch, instead of {@link #listener}. */
        public Builder batchListener(MqBatchListener listener) {
            this.batchListener = requireNonNull(listener, "listener");
            this.listener = null;
            return this;
        }

        /** Hears of trouble that no record is to blame for; nobody unless set. */
        public Builder errorListener(MqErrorListener errorListener) {
            this.errorListener = requireNonNull(errorListener, "errorListener");
            return this;
        }

        /** Opened around each delivery, the first outermost. */
        public Builder carriers(List<MqContextCarrier> carriers) {
            this.carriers = List.copyOf(carriers);
            return this;
        }

        /** What the declaration itself says. */
        public Builder declared(Map<String, String> declared) {
            this.declared = Map.copyOf(declared);
            return this;
        }

        /** What was really set in code. */
        public Builder explicit(Map<String, String> explicit) {
            this.explicit = Map.copyOf(explicit);
            return this;
        }

        /** The application's own configuration. */
        public Builder applicationConfig(Function<String, Optional<String>> applicationConfig) {
            this.applicationConfig = requireNonNull(applicationConfig, "applicationConfig");
            return this;
        }

        /** The request. */
        public SubscriptionRequest build() {
            return new SubscriptionRequest(this);
        }
    }
}
