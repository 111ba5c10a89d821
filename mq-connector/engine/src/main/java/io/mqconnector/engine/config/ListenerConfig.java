// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is configured of one listener, checked. Immutable and thread-safe.
 *
 * @param name the listener's name, expressions resolved
 * @param topics the topics, at least one, legal names
 * @param group the consumer group, not blank
 * @param autoOffsetReset where a new group starts; the engine itself pins the start, Kafka's property is always
 *     {@code earliest}
 * @param workers how many records are handled at a time, 1 or more
 * @param consumers how many Kafka consumers fetch, 1 or more
 * @param maxInFlight unfinished records per partition, 1 or more
 * @param maxPollRecords records per poll, 1 or more
 * @param drainTimeout how long started records may take to finish when a partition is given up
 * @param closeTimeout how long closing may take altogether
 * @param retryBackoff the first pause before a failed record is tried again
 * @param retryMaxBackoff the longest such pause, not below {@code retryBackoff}
 * @param restartBackoff the first pause before a failed consumer is restarted
 * @param restartMaxBackoff the longest such pause, not below {@code restartBackoff}
 * @param autoCommitInterval how often done offsets are committed
 * @param retryMultiplier by how much each pause is longer than the one before, 1 or more
 * @param retryJitter the random part of each pause, 0 to 1
 * @param autoCommitRecords commit also after so many done records
 * @param consumerProperties complete for {@code KafkaConsumer}, except client id and deserializers; unmodifiable, may
 *     hold secrets
 * @param effective the values of the consumer and listener groups and of raw Kafka keys with their origin, secrets masked
 */
public record ListenerConfig(
        String name,
        List<String> topics,
        String group,
        OffsetReset autoOffsetReset,
        int workers,
        int consumers,
        int maxInFlight,
        int maxPollRecords,
        Duration drainTimeout,
        Duration closeTimeout,
        Duration retryBackoff,
        Duration retryMaxBackoff,
        Duration restartBackoff,
        Duration restartMaxBackoff,
        Duration autoCommitInterval,
        double retryMultiplier,
        double retryJitter,
        int autoCommitRecords,
        Map<String, Object> consumerProperties,
        List<ConfigValue> effective) {
    public ListenerConfig {
        topics = List.copyOf(topics);
        consumerProperties = Collections.unmodifiableMap(new LinkedHashMap<>(consumerProperties));
        effective = List.copyOf(effective);
    }

    /** Name, topics, group and what is set: no Kafka properties, which may hold secrets. */
    @Override
    public String toString() {
        var set = effective.stream()
                .filter(value -> value.layer().isSet())
                .map(value -> value.name() + "=" + value.text())
                .toList();
        return "ListenerConfig[name=" + name + ", topics=" + topics + ", group=" + group + ", set=" + set + "]";
    }
}
