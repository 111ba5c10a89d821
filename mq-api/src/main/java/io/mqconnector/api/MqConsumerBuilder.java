// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes an {@link MqConsumer} and starts it. For one thread. */
public final class MqConsumerBuilder {
    private final Supplier<MqRuntime> runtime;
    private final boolean ownsRuntime;
    private final String group;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private List<String> topics = List.of();
    private String topicPattern = "";
    private MqErrorListener errorListener = error -> {};
    private @Nullable String name;

    /**
     * @param runtime where it is started
     * @param ownsRuntime whether that is made for it, and ends with it
     */
    MqConsumerBuilder(Supplier<MqRuntime> runtime, boolean ownsRuntime, String group) {
        this.runtime = runtime;
        this.ownsRuntime = ownsRuntime;
        this.group = requireNonNull(group, "group");
    }

    /** The topics, at least one; they must exist. */
    public MqConsumerBuilder topics(String... topics) {
        this.topics = List.of(topics);
        return this;
    }

    /** The name in configuration, JMX and logs; by default the group's. */
    public MqConsumerBuilder name(String name) {
        this.name = requireNonNull(name, "name");
        return this;
    }

    /** The connection that the records come from, as configured by {@code mq.connections."<name>".*}. */
    public MqConsumerBuilder connection(String name) {
        return set("connection", name);
    }

    /**
     * Sets one of the keys that a listener may have, without prefix: {@code workers}, {@code auto-offset-reset},
     * {@code retry-backoff} …
     */
    public MqConsumerBuilder set(String key, String value) {
        settings.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * What the listener sends by {@link MqContext#producer()} and that its records are done is one Kafka transaction:
     * {@code mq.listener.transactional}.
     */
    public MqConsumerBuilder transactional() {
        return set("transactional", "true");
    }

    /** A regular expression that whole topic names match, instead of {@link #topics}: also those created later. */
    public MqConsumerBuilder topicPattern(String pattern) {
        this.topicPattern = requireNonNull(pattern, "pattern");
        return this;
    }

    /** Hears of trouble that no record is to blame for; nobody unless set. */
    public MqConsumerBuilder onError(MqErrorListener errorListener) {
        this.errorListener = requireNonNull(errorListener, "errorListener");
        return this;
    }

    /**
     * Starts it. Returns at once: a broker that is not there yet is waited for in the background.
     *
     * @param listener called with each message
     * @throws MqConfigException if something is wrong with it; nothing was started
     */
    public MqConsumer start(MqMessageListener listener) {
        requireNonNull(listener, "listener");
        return subscribe(request(listener.getClass()).listener(listener).build());
    }

    /**
     * Starts it with a listener of batches, as {@link #start(MqMessageListener)}.
     *
     * @param listener called with each batch
     * @throws MqConfigException if something is wrong with it; nothing was started
     */
    public MqConsumer startBatches(MqBatchListener listener) {
        requireNonNull(listener, "listener");
        return subscribe(request(listener.getClass()).batchListener(listener).build());
    }

    private MqConsumer subscribe(SubscriptionRequest request) {
        var connector = runtime.get();
        if (!ownsRuntime) {
            return connector.subscribe(request);
        }
        try {
            return new StandaloneConsumer(connector, connector.subscribe(request));
        } catch (RuntimeException e) {
            connector.close();
            throw e;
        }
    }

    private SubscriptionRequest.Builder request(Class<?> listenerClass) {
        var own = listenerClass.getClassLoader();
        var loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        var carriers = new ArrayList<MqContextCarrier>();
        ServiceLoader.load(MqContextCarrier.class, loader).forEach(carriers::add);
        return SubscriptionRequest.builder(name == null ? group : name, loader)
                .topics(topics)
                .topicPattern(topicPattern)
                .group(group)
                .errorListener(errorListener)
                .carriers(carriers)
                .explicit(settings);
    }
}
