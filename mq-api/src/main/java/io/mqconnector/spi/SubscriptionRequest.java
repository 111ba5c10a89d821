// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqMessageListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an application asks for when it wants messages. Names, topics, group and settings may contain
 * <code>${property}</code> and <code>${property:default}</code>; the runtime resolves them, asking
 * {@code applicationConfig} first and its own configuration second.
 *
 * @param name the listener's name in configuration, JMX and logs
 * @param topics topic names
 * @param group the consumer group; empty when only configuration may name it
 * @param listener called with each message
 * @param declared what the declaration itself says (annotation members), keys without prefix, as {@code workers}: beaten
 *     by configuration
 * @param explicit what was really set in code, keys as above: beats configuration
 * @param applicationConfig the application's own configuration: full key to value
 * @param applicationLoader the context class loader around each call of the listener
 */
public record SubscriptionRequest(
        String name,
        List<String> topics,
        String group,
        MqMessageListener listener,
        Map<String, String> declared,
        Map<String, String> explicit,
        Function<String, Optional<String>> applicationConfig,
        ClassLoader applicationLoader) {
    public SubscriptionRequest {
        requireNonNull(name, "name");
        topics = List.copyOf(topics);
        requireNonNull(group, "group");
        requireNonNull(listener, "listener");
        declared = Map.copyOf(declared);
        explicit = Map.copyOf(explicit);
        requireNonNull(applicationConfig, "applicationConfig");
        requireNonNull(applicationLoader, "applicationLoader");
    }
}
