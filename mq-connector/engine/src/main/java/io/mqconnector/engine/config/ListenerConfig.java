// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfigException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that is configured of one listener, checked. Immutable and thread-safe. */
public final class ListenerConfig {
    private final String name;
    private final String instanceId;
    private final String connection;
    private final List<String> topics;
    private final String topicPattern;
    private final String group;
    private final OffsetReset autoOffsetReset;
    private final boolean autoCommit;
    private final Duration autoCommitInterval;
    private final int autoCommitRecords;
    private final boolean staticMembership;
    private final int maxPollRecords;
    private final Ordering ordering;
    private final boolean transactional;
    private final int workers;
    private final boolean virtualThreads;
    private final int consumers;
    private final int maxInFlight;
    private final int maxInFlightPerKey;
    private final int maxSpan;
    private final int batchMaxRecords;
    private final Duration batchMaxWait;
    private final Duration handlerTimeout;
    private final Duration ackTimeout;
    private final Duration drainTimeout;
    private final Duration closeTimeout;
    private final int retryAttempts;
    private final Duration retryBackoff;
    private final double retryMultiplier;
    private final Duration retryMaxBackoff;
    private final double retryJitter;
    private final FailurePolicy failurePolicy;
    private final String deadLetterTopic;
    private final boolean deadLetterRequired;
    private final Duration stuckTimeout;
    private final Duration stallTimeout;
    private final String eventTypeHeader;
    private final UnknownEventType unknownEventType;
    private final int restartAttempts;
    private final Duration restartBackoff;
    private final Duration restartMaxBackoff;
    private final Map<String, Object> consumerProperties;
    private final List<ConfigValue> effective;
    private final Readings readings;

    /**
     * @param name the listener's name, expressions resolved
     * @param instanceId that of the connector
     * @param connection the connection's name
     * @param topicPattern empty when there are topics
     * @param readings a sound value for each key of listeners
     * @param consumerProperties complete for {@code KafkaConsumer}, except client id and deserializers
     */
    ListenerConfig(
            String name,
            String instanceId,
            String connection,
            String topicPattern,
            Readings readings,
            Map<String, Object> consumerProperties) {
        var values = readings.values();
        this.name = name;
        this.instanceId = instanceId;
        this.connection = connection;
        this.topics = List.copyOf(values.get(ConfigKeys.LISTENER_TOPICS));
        this.topicPattern = topicPattern;
        this.group = values.get(ConfigKeys.CONSUMER_GROUP_ID);
        this.autoOffsetReset = values.get(ConfigKeys.CONSUMER_AUTO_OFFSET_RESET);
        this.autoCommit = values.get(ConfigKeys.CONSUMER_AUTO_COMMIT);
        this.autoCommitInterval = values.get(ConfigKeys.CONSUMER_AUTO_COMMIT_INTERVAL);
        this.autoCommitRecords = values.get(ConfigKeys.CONSUMER_AUTO_COMMIT_RECORDS);
        this.staticMembership = values.get(ConfigKeys.CONSUMER_STATIC_MEMBERSHIP);
        this.maxPollRecords = values.get(ConfigKeys.CONSUMER_MAX_POLL_RECORDS);
        this.ordering = values.get(ConfigKeys.LISTENER_ORDERING);
        this.transactional = values.get(ConfigKeys.LISTENER_TRANSACTIONAL);
        this.workers = values.get(ConfigKeys.LISTENER_WORKERS);
        this.virtualThreads = values.get(ConfigKeys.LISTENER_VIRTUAL_THREADS);
        this.consumers = values.get(ConfigKeys.LISTENER_CONSUMERS);
        this.maxInFlight = values.get(ConfigKeys.LISTENER_MAX_IN_FLIGHT);
        this.maxInFlightPerKey = values.get(ConfigKeys.LISTENER_MAX_IN_FLIGHT_PER_KEY);
        this.maxSpan = values.get(ConfigKeys.LISTENER_MAX_SPAN);
        this.batchMaxRecords = values.get(ConfigKeys.LISTENER_BATCH_MAX_RECORDS);
        this.batchMaxWait = values.get(ConfigKeys.LISTENER_BATCH_MAX_WAIT);
        this.handlerTimeout = values.get(ConfigKeys.LISTENER_HANDLER_TIMEOUT);
        this.ackTimeout = values.get(ConfigKeys.LISTENER_ACK_TIMEOUT);
        this.drainTimeout = values.get(ConfigKeys.LISTENER_DRAIN_TIMEOUT);
        this.closeTimeout = values.get(ConfigKeys.LISTENER_CLOSE_TIMEOUT);
        this.retryAttempts = values.get(ConfigKeys.LISTENER_RETRY_ATTEMPTS);
        this.retryBackoff = values.get(ConfigKeys.LISTENER_RETRY_BACKOFF);
        this.retryMultiplier = values.get(ConfigKeys.LISTENER_RETRY_MULTIPLIER);
        this.retryMaxBackoff = values.get(ConfigKeys.LISTENER_RETRY_MAX_BACKOFF);
        this.retryJitter = values.get(ConfigKeys.LISTENER_RETRY_JITTER);
        this.failurePolicy = values.get(ConfigKeys.LISTENER_FAILURE_POLICY);
        this.deadLetterTopic = values.get(ConfigKeys.LISTENER_DEAD_LETTER_TOPIC);
        this.deadLetterRequired = values.get(ConfigKeys.LISTENER_DEAD_LETTER_REQUIRED);
        this.stuckTimeout = values.get(ConfigKeys.LISTENER_STUCK_TIMEOUT);
        this.stallTimeout = values.get(ConfigKeys.LISTENER_STALL_TIMEOUT);
        this.eventTypeHeader = values.get(ConfigKeys.LISTENER_EVENT_TYPE_HEADER);
        this.unknownEventType = values.get(ConfigKeys.LISTENER_UNKNOWN_EVENT_TYPE);
        this.restartAttempts = values.get(ConfigKeys.LISTENER_RESTART_ATTEMPTS);
        this.restartBackoff = values.get(ConfigKeys.LISTENER_RESTART_BACKOFF);
        this.restartMaxBackoff = values.get(ConfigKeys.LISTENER_RESTART_MAX_BACKOFF);
        this.consumerProperties = Collections.unmodifiableMap(new LinkedHashMap<>(consumerProperties));
        this.effective = readings.shown(ConfigScope.listener(name));
        this.readings = readings;
    }

    /** The same for a listener that runs: what needs a restart is as it was at its start, all of it if its connection is. */
    public ListenerConfig holding(ListenerConfig running) {
        if (!connection.equals(running.connection)) {
            return running;
        }
        var properties = new LinkedHashMap<>(consumerProperties);
        for (var key : readings.keys()) {
            var kafkaKey = key.kafkaKey();
            if (kafkaKey != null && isHeld(running, key)) {
                properties.put(kafkaKey, requireNonNull(running.consumerProperties.get(kafkaKey)));
            }
        }
        return new ListenerConfig(
                running.name,
                running.instanceId,
                connection,
                running.topicPattern,
                readings.holding(running.readings, key -> isHeld(running, key)),
                properties);
    }

    /** A listener that stays transactional must not see what an aborted transaction sent. */
    private static boolean isHeld(ListenerConfig running, ConfigKey<?> key) {
        return key.effect() == Effect.RESTART || (running.transactional && key == ConfigKeys.CONSUMER_ISOLATION);
    }

    /** The listener's name, expressions resolved. */
    public String name() {
        return name;
    }

    /** The instance id of its connector. */
    public String instanceId() {
        return instanceId;
    }

    /** The name of its connection, {@link ConnectionConfig#DEFAULT} for the default one. */
    public String connection() {
        return connection;
    }

    /** The topics, legal names; empty when there is a {@link #topicPattern()}. */
    public List<String> topics() {
        return topics;
    }

    /** A regular expression for topics; empty when there are {@link #topics()}. */
    public String topicPattern() {
        return topicPattern;
    }

    /** The consumer group, not blank. */
    public String group() {
        return group;
    }

    /** Where a new group starts; the engine itself pins the start, Kafka's property is always {@code earliest}. */
    public OffsetReset autoOffsetReset() {
        return autoOffsetReset;
    }

    /** Whether a record is done when its listener returns. */
    public boolean autoCommit() {
        return autoCommit;
    }

    /** How often done offsets are committed. */
    public Duration autoCommitInterval() {
        return autoCommitInterval;
    }

    /** Commit also after so many done records. */
    public int autoCommitRecords() {
        return autoCommitRecords;
    }

    /** Whether members of the group have names. */
    public boolean staticMembership() {
        return staticMembership;
    }

    /** Records per poll, 1 or more. */
    public int maxPollRecords() {
        return maxPollRecords;
    }

    /** The largest poll: never more than may be in flight. */
    public int pollRecords() {
        return Math.min(maxPollRecords, maxInFlight);
    }

    /** What comes one at a time. */
    public Ordering ordering() {
        return ordering;
    }

    /** Whether records are done by the Kafka transactions that their listener sends in. */
    public boolean transactional() {
        return transactional;
    }

    /** How many records are handled at a time, 1 or more. */
    public int workers() {
        return workers;
    }

    /** Whether workers run on virtual threads. */
    public boolean virtualThreads() {
        return virtualThreads;
    }

    /** How many Kafka consumers fetch, 1 or more. */
    public int consumers() {
        return consumers;
    }

    /** Unfinished records per partition, 1 or more. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** Unfinished records of one key that count towards {@link #maxInFlight()}, 1 or more. */
    public int maxInFlightPerKey() {
        return maxInFlightPerKey;
    }

    /** Records received behind the oldest unfinished one, 1 or more. */
    public int maxSpan() {
        return maxSpan;
    }

    /** Records of one batch, 1 or more. */
    public int batchMaxRecords() {
        return batchMaxRecords;
    }

    /** How long a batch waits for more. */
    public Duration batchMaxWait() {
        return batchMaxWait;
    }

    /** How long one call may take; zero for no limit. */
    public Duration handlerTimeout() {
        return handlerTimeout;
    }

    /** How long a record may wait for its acknowledgement. */
    public Duration ackTimeout() {
        return ackTimeout;
    }

    /** How long started records may take to finish when a partition is given up. */
    public Duration drainTimeout() {
        return drainTimeout;
    }

    /** How long closing may take altogether. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Deliveries of a record before the failure policy; 0 for no limit. */
    public int retryAttempts() {
        return retryAttempts;
    }

    /** The first pause before a failed record is tried again. */
    public Duration retryBackoff() {
        return retryBackoff;
    }

    /** By how much each pause is longer than the one before, 1 or more. */
    public double retryMultiplier() {
        return retryMultiplier;
    }

    /** The longest such pause, not below {@link #retryBackoff()}. */
    public Duration retryMaxBackoff() {
        return retryMaxBackoff;
    }

    /** The random part of each pause, 0 to 1. */
    public double retryJitter() {
        return retryJitter;
    }

    /** What happens to a record that failed for good. */
    public FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    /** Where it goes, <code>{topic}</code> and <code>{group}</code> to be replaced. */
    public String deadLetterTopic() {
        return deadLetterTopic;
    }

    /** Whether a missing dead-letter topic keeps the listener from starting. */
    public boolean deadLetterRequired() {
        return deadLetterRequired;
    }

    /** How long a call takes before it is reported. */
    public Duration stuckTimeout() {
        return stuckTimeout;
    }

    /** How long there may be lag without progress. */
    public Duration stallTimeout() {
        return stallTimeout;
    }

    /** The header that names the event type. */
    public String eventTypeHeader() {
        return eventTypeHeader;
    }

    /** What happens to a record of an event type that nobody takes. */
    public UnknownEventType unknownEventType() {
        return unknownEventType;
    }

    /** Restarts of a failed consumer in a row; 0 for no limit. */
    public int restartAttempts() {
        return restartAttempts;
    }

    /** The first pause before a failed consumer is restarted. */
    public Duration restartBackoff() {
        return restartBackoff;
    }

    /** The longest such pause, not below {@link #restartBackoff()}. */
    public Duration restartMaxBackoff() {
        return restartMaxBackoff;
    }

    /**
     * These topics, if they may be subscribed to.
     *
     * @throws MqConfigException naming those that are no legal topics
     */
    public Set<String> checkedTopics(Collection<String> topics) {
        var problems = topics.stream()
                .filter(topic -> !ListenerReader.isTopic(topic))
                .map(topic -> "'" + topic + "' is not a legal topic; allowed are " + ListenerReader.TOPIC_WORDS)
                .sorted()
                .toList();
        if (!problems.isEmpty()) {
            throw new MqConfigException(problems);
        }
        return Set.copyOf(topics);
    }

    /** The dead-letter topic for records of {@code topic}. */
    public String deadLetterTopic(String topic) {
        return deadLetterTopic.replace("{topic}", topic).replace("{group}", group);
    }

    /** Complete for {@code KafkaConsumer}, except client id and deserializers; unmodifiable, may hold secrets. */
    public Map<String, Object> consumerProperties() {
        return consumerProperties;
    }

    /** Each of its values, under the listener's own name for it, and raw Kafka keys, with their origin; secrets masked. */
    public List<ConfigValue> effective() {
        return effective;
    }

    Readings readings() {
        return readings;
    }

    /** What its consumers have of their connection. */
    Readings clientReadings() {
        return new Readings(ConfigKeys.ofEveryClient(), readings.values(), List.of());
    }

    /** Name, topics, group and what is set: no Kafka properties, which may hold secrets. */
    @Override
    public String toString() {
        var set = effective.stream()
                .filter(value -> value.layer().isSet())
                .map(value -> value.name() + "=" + value.text())
                .toList();
        return "ListenerConfig[name=" + name + ", topics=" + topics + topicPattern + ", group=" + group + ", set=" + set
                + "]";
    }
}
