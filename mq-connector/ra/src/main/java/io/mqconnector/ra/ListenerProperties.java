// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import org.jspecify.annotations.Nullable;

/**
 * What an activation can set of its listener: a JavaBean property for each key {@code mq.listener.*}.
 *
 * <p>Thread-safe. A change after the activation has no effect.
 */
public abstract class ListenerProperties extends ConsumerProperties {
    private static final long serialVersionUID = 1L;

    /** For containers. */
    protected ListenerProperties() {}

    /** {@code connection}: The connection that a listener's records come from and its dead letters go to. */
    public @Nullable String getConnection() {
        return text("connection");
    }

    /** {@code connection}; null or blank for not set here. */
    public void setConnection(@Nullable String connection) {
        set("connection", connection);
    }

    /** {@code topics}: The topics of listeners that name none themselves. Separated by commas. */
    public @Nullable String getTopics() {
        return text("topics");
    }

    /** {@code topics}; null or blank for not set here. */
    public void setTopics(@Nullable String topics) {
        set("topics", topics);
    }

    /** {@code ordering}: What comes one at a time and in order: the records of a partition, those of a key, or nothing. */
    public @Nullable String getOrdering() {
        return text("ordering");
    }

    /** {@code ordering}; null or blank for not set here. */
    public void setOrdering(@Nullable String ordering) {
        set("ordering", ordering);
    }

    /** {@code transactional}: Whether what a listener sends by its MqContext and that its records are done is one Kafka transaction, for up to batch-max-records records: exactly once. Only with ordering partition and auto-commit. Each worker needs a producer of the pool. */
    public @Nullable Boolean getTransactional() {
        return bool("transactional");
    }

    /** {@code transactional}; null or blank for not set here. */
    public void setTransactional(@Nullable Boolean transactional) {
        set("transactional", transactional);
    }

    /** {@code workers}: How many records, of different partitions, are handled at a time. */
    public @Nullable Integer getWorkers() {
        return integer("workers");
    }

    /** {@code workers}; null or blank for not set here. */
    public void setWorkers(@Nullable Integer workers) {
        set("workers", workers);
    }

    /** {@code virtual-threads}: Whether workers run on virtual threads: from Java 21 on, and not in a server, whose threads they are. */
    public @Nullable Boolean getVirtualThreads() {
        return bool("virtual-threads");
    }

    /** {@code virtual-threads}; null or blank for not set here. */
    public void setVirtualThreads(@Nullable Boolean virtualThreads) {
        set("virtual-threads", virtualThreads);
    }

    /** {@code consumers}: How many Kafka consumers fetch for a listener in this process. */
    public @Nullable Integer getConsumers() {
        return integer("consumers");
    }

    /** {@code consumers}; null or blank for not set here. */
    public void setConsumers(@Nullable Integer consumers) {
        set("consumers", consumers);
    }

    /** {@code max-in-flight}: Unfinished records for each partition before that partition is paused. */
    public @Nullable Integer getMaxInFlight() {
        return integer("max-in-flight");
    }

    /** {@code max-in-flight}; null or blank for not set here. */
    public void setMaxInFlight(@Nullable Integer maxInFlight) {
        set("max-in-flight", maxInFlight);
    }

    /** {@code max-in-flight-per-key}: With ordering key: unfinished records of one key that do not count towards max-in-flight beyond this, so that a hot or failing key does not fill its partition's bound. */
    public @Nullable Integer getMaxInFlightPerKey() {
        return integer("max-in-flight-per-key");
    }

    /** {@code max-in-flight-per-key}; null or blank for not set here. */
    public void setMaxInFlightPerKey(@Nullable Integer maxInFlightPerKey) {
        set("max-in-flight-per-key", maxInFlightPerKey);
    }

    /** {@code max-span}: Records received behind the oldest unfinished one of a partition before that partition is paused. */
    public @Nullable Integer getMaxSpan() {
        return integer("max-span");
    }

    /** {@code max-span}; null or blank for not set here. */
    public void setMaxSpan(@Nullable Integer maxSpan) {
        set("max-span", maxSpan);
    }

    /** {@code batch-max-records}: The most records of one batch, for listeners of batches. */
    public @Nullable Integer getBatchMaxRecords() {
        return integer("batch-max-records");
    }

    /** {@code batch-max-records}; null or blank for not set here. */
    public void setBatchMaxRecords(@Nullable Integer batchMaxRecords) {
        set("batch-max-records", batchMaxRecords);
    }

    /** {@code batch-max-wait}: How long a batch waits for more records; 0ms: it takes what is there. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getBatchMaxWait() {
        return text("batch-max-wait");
    }

    /** {@code batch-max-wait}; null or blank for not set here. */
    public void setBatchMaxWait(@Nullable String batchMaxWait) {
        set("batch-max-wait", batchMaxWait);
    }

    /** {@code handler-timeout}: How long one call of the listener may take before its thread is interrupted and the attempt counts as failed; 0ms: no limit. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getHandlerTimeout() {
        return text("handler-timeout");
    }

    /** {@code handler-timeout}; null or blank for not set here. */
    public void setHandlerTimeout(@Nullable String handlerTimeout) {
        set("handler-timeout", handlerTimeout);
    }

    /** {@code ack-timeout}: With manual acknowledgement: how long after the listener returned a record may wait for it before the attempt counts as failed. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getAckTimeout() {
        return text("ack-timeout");
    }

    /** {@code ack-timeout}; null or blank for not set here. */
    public void setAckTimeout(@Nullable String ackTimeout) {
        set("ack-timeout", ackTimeout);
    }

    /** {@code drain-timeout}: How long started records may take to finish when a partition is given up; below half of max-poll-interval. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getDrainTimeout() {
        return text("drain-timeout");
    }

    /** {@code drain-timeout}; null or blank for not set here. */
    public void setDrainTimeout(@Nullable String drainTimeout) {
        set("drain-timeout", drainTimeout);
    }

    /** {@code close-timeout}: How long closing a listener may take altogether. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getCloseTimeout() {
        return text("close-timeout");
    }

    /** {@code close-timeout}; null or blank for not set here. */
    public void setCloseTimeout(@Nullable String closeTimeout) {
        set("close-timeout", closeTimeout);
    }

    /** {@code retry-attempts}: How often a record is delivered, the first time included, before the failure policy takes it; 0: again and again. */
    public @Nullable Integer getRetryAttempts() {
        return integer("retry-attempts");
    }

    /** {@code retry-attempts}; null or blank for not set here. */
    public void setRetryAttempts(@Nullable Integer retryAttempts) {
        set("retry-attempts", retryAttempts);
    }

    /** {@code retry-backoff}: The first pause before a failed record is tried again. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getRetryBackoff() {
        return text("retry-backoff");
    }

    /** {@code retry-backoff}; null or blank for not set here. */
    public void setRetryBackoff(@Nullable String retryBackoff) {
        set("retry-backoff", retryBackoff);
    }

    /** {@code retry-multiplier}: By how much each pause is longer than the one before. */
    public @Nullable Double getRetryMultiplier() {
        return decimal("retry-multiplier");
    }

    /** {@code retry-multiplier}; null or blank for not set here. */
    public void setRetryMultiplier(@Nullable Double retryMultiplier) {
        set("retry-multiplier", retryMultiplier);
    }

    /** {@code retry-max-backoff}: The longest pause between two tries; not below retry-backoff. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getRetryMaxBackoff() {
        return text("retry-max-backoff");
    }

    /** {@code retry-max-backoff}; null or blank for not set here. */
    public void setRetryMaxBackoff(@Nullable String retryMaxBackoff) {
        set("retry-max-backoff", retryMaxBackoff);
    }

    /** {@code retry-jitter}: The random part of each pause. */
    public @Nullable Double getRetryJitter() {
        return decimal("retry-jitter");
    }

    /** {@code retry-jitter}; null or blank for not set here. */
    public void setRetryJitter(@Nullable Double retryJitter) {
        set("retry-jitter", retryJitter);
    }

    /** {@code failure-policy}: What happens to a record that failed for good: it goes to the dead-letter topic, is skipped, or stops its partition. */
    public @Nullable String getFailurePolicy() {
        return text("failure-policy");
    }

    /** {@code failure-policy}; null or blank for not set here. */
    public void setFailurePolicy(@Nullable String failurePolicy) {
        set("failure-policy", failurePolicy);
    }

    /** {@code dead-letter-topic}: Where records go that failed for good; {topic} and {group} stand for theirs. The topic must exist. */
    public @Nullable String getDeadLetterTopic() {
        return text("dead-letter-topic");
    }

    /** {@code dead-letter-topic}; null or blank for not set here. */
    public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
        set("dead-letter-topic", deadLetterTopic);
    }

    /** {@code dead-letter-required}: Whether a missing dead-letter topic keeps the listener from starting; otherwise it starts and is DEGRADED. */
    public @Nullable Boolean getDeadLetterRequired() {
        return bool("dead-letter-required");
    }

    /** {@code dead-letter-required}; null or blank for not set here. */
    public void setDeadLetterRequired(@Nullable Boolean deadLetterRequired) {
        set("dead-letter-required", deadLetterRequired);
    }

    /** {@code stuck-timeout}: How long one call of the listener takes before it is reported as stuck. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getStuckTimeout() {
        return text("stuck-timeout");
    }

    /** {@code stuck-timeout}; null or blank for not set here. */
    public void setStuckTimeout(@Nullable String stuckTimeout) {
        set("stuck-timeout", stuckTimeout);
    }

    /** {@code stall-timeout}: How long there may be lag without any record done before the listener is reported as stalled. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getStallTimeout() {
        return text("stall-timeout");
    }

    /** {@code stall-timeout}; null or blank for not set here. */
    public void setStallTimeout(@Nullable String stallTimeout) {
        set("stall-timeout", stallTimeout);
    }

    /** {@code event-type-header}: The header that says which method of a listener takes a record, where methods name event types. */
    public @Nullable String getEventTypeHeader() {
        return text("event-type-header");
    }

    /** {@code event-type-header}; null or blank for not set here. */
    public void setEventTypeHeader(@Nullable String eventTypeHeader) {
        set("event-type-header", eventTypeHeader);
    }

    /** {@code unknown-event-type}: What happens to a record whose event type no method takes: it is skipped and counted, or it fails. */
    public @Nullable String getUnknownEventType() {
        return text("unknown-event-type");
    }

    /** {@code unknown-event-type}; null or blank for not set here. */
    public void setUnknownEventType(@Nullable String unknownEventType) {
        set("unknown-event-type", unknownEventType);
    }

    /** {@code restart-attempts}: How often in a row a failed consumer is started again before the listener is FAILED; 0: again and again. */
    public @Nullable Integer getRestartAttempts() {
        return integer("restart-attempts");
    }

    /** {@code restart-attempts}; null or blank for not set here. */
    public void setRestartAttempts(@Nullable Integer restartAttempts) {
        set("restart-attempts", restartAttempts);
    }

    /** {@code restart-backoff}: The first pause before a failed consumer is started again. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getRestartBackoff() {
        return text("restart-backoff");
    }

    /** {@code restart-backoff}; null or blank for not set here. */
    public void setRestartBackoff(@Nullable String restartBackoff) {
        set("restart-backoff", restartBackoff);
    }

    /** {@code restart-max-backoff}: The longest such pause; not below restart-backoff. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getRestartMaxBackoff() {
        return text("restart-max-backoff");
    }

    /** {@code restart-max-backoff}; null or blank for not set here. */
    public void setRestartMaxBackoff(@Nullable String restartMaxBackoff) {
        set("restart-max-backoff", restartMaxBackoff);
    }
}
