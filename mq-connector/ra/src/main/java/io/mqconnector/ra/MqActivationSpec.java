// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The activation configuration of a message-driven bean: a JavaBean property for each key of a listener, and
 * {@code configuration} for all others. What is not set here comes from MicroProfile Config, which may set everything,
 * topics and group included; so that nothing is required here.
 *
 * <p>Thread-safe. Compared by identity, as the specification wants it: each activation is one of its own.
 */
public class MqActivationSpec extends PropertyBean implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    private volatile @Nullable String listenerName;
    /** Set once by the container; servers do not serialise an activation that is associated. */
    private transient volatile @Nullable ResourceAdapter resourceAdapter;

    /** For the container. */
    public MqActivationSpec() {
        super("");
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /**
     * @throws IllegalStateException as {@link jakarta.resource.spi.IllegalStateException} if it belongs to another one
     */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        var before = resourceAdapter;
        if (before != null && before != adapter) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "this activation belongs to " + before + " already and cannot be moved to " + adapter);
        }
        resourceAdapter = adapter;
    }

    /** The listener's name in configuration, JMX and logs; by default the simple name of the bean's class. */
    public @Nullable String getListenerName() {
        return listenerName;
    }

    /** As {@link #getListenerName()}; null or blank for the default. */
    public void setListenerName(@Nullable String listenerName) {
        this.listenerName = listenerName == null || listenerName.isBlank() ? null : listenerName.strip();
    }

    /** Checks what can be checked here; values are checked with all others when the bean is activated. */
    @Override
    public void validate() throws InvalidPropertyException {
        var problem = configurationProblem();
        if (problem != null) {
            var invalid = new InvalidPropertyException(problem);
            invalid.setInvalidPropertyDescriptors(new PropertyDescriptor[] {descriptor("configuration")});
            throw invalid;
        }
    }

    /** Open Liberty gives an activation what its resource adapter has under the same name; keys differ there. */
    @Override
    @Nullable
    String inherited() {
        return resourceAdapter instanceof MqResourceAdapter adapter ? adapter.getConfiguration() : null;
    }

    private PropertyDescriptor descriptor(String property) {
        try {
            return new PropertyDescriptor(property, MqActivationSpec.class);
        } catch (IntrospectionException e) {
            throw new AssertionError("no property " + property, e);
        }
    }

    /** {@code group-id}: The consumer group of listeners that name none themselves. */
    public @Nullable String getGroupId() {
        return text("group-id");
    }

    /** {@code group-id}; null or blank for not set here. */
    public void setGroupId(@Nullable String groupId) {
        set("group-id", groupId);
    }

    /** {@code auto-offset-reset}: Where a group without a committed offset starts; the start is committed at once. */
    public @Nullable String getAutoOffsetReset() {
        return text("auto-offset-reset");
    }

    /** {@code auto-offset-reset}; null or blank for not set here. */
    public void setAutoOffsetReset(@Nullable String autoOffsetReset) {
        set("auto-offset-reset", autoOffsetReset);
    }

    /** {@code auto-commit-interval}: How often the offsets of done records are committed. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getAutoCommitInterval() {
        return text("auto-commit-interval");
    }

    /** {@code auto-commit-interval}; null or blank for not set here. */
    public void setAutoCommitInterval(@Nullable String autoCommitInterval) {
        set("auto-commit-interval", autoCommitInterval);
    }

    /** {@code auto-commit-records}: Commit also after so many done records. */
    public @Nullable Integer getAutoCommitRecords() {
        return integer("auto-commit-records");
    }

    /** {@code auto-commit-records}; null or blank for not set here. */
    public void setAutoCommitRecords(@Nullable Integer autoCommitRecords) {
        set("auto-commit-records", autoCommitRecords);
    }

    /** {@code session-timeout}: How long a consumer may be silent before its group gives its partitions away. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getSessionTimeout() {
        return text("session-timeout");
    }

    /** {@code session-timeout}; null or blank for not set here. */
    public void setSessionTimeout(@Nullable String sessionTimeout) {
        set("session-timeout", sessionTimeout);
    }

    /** {@code heartbeat-interval}: How often a consumer tells its group that it is alive; below session-timeout, at most a third of it recommended. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getHeartbeatInterval() {
        return text("heartbeat-interval");
    }

    /** {@code heartbeat-interval}; null or blank for not set here. */
    public void setHeartbeatInterval(@Nullable String heartbeatInterval) {
        set("heartbeat-interval", heartbeatInterval);
    }

    /** {@code max-poll-records}: The most records of one poll. */
    public @Nullable Integer getMaxPollRecords() {
        return integer("max-poll-records");
    }

    /** {@code max-poll-records}; null or blank for not set here. */
    public void setMaxPollRecords(@Nullable Integer maxPollRecords) {
        set("max-poll-records", maxPollRecords);
    }

    /** {@code max-poll-interval}: How long a consumer may go without polling before its group gives its partitions away. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getMaxPollInterval() {
        return text("max-poll-interval");
    }

    /** {@code max-poll-interval}; null or blank for not set here. */
    public void setMaxPollInterval(@Nullable String maxPollInterval) {
        set("max-poll-interval", maxPollInterval);
    }

    /** {@code fetch-min-bytes}: The broker answers a fetch when so much is there, or fetch-max-wait is over. Bytes, as {@code 16KiB}. */
    public @Nullable String getFetchMinBytes() {
        return text("fetch-min-bytes");
    }

    /** {@code fetch-min-bytes}; null or blank for not set here. */
    public void setFetchMinBytes(@Nullable String fetchMinBytes) {
        set("fetch-min-bytes", fetchMinBytes);
    }

    /** {@code fetch-max-bytes}: The most bytes of one fetch. Bytes, as {@code 16KiB}. */
    public @Nullable String getFetchMaxBytes() {
        return text("fetch-max-bytes");
    }

    /** {@code fetch-max-bytes}; null or blank for not set here. */
    public void setFetchMaxBytes(@Nullable String fetchMaxBytes) {
        set("fetch-max-bytes", fetchMaxBytes);
    }

    /** {@code fetch-max-wait}: How long the broker waits for fetch-min-bytes. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getFetchMaxWait() {
        return text("fetch-max-wait");
    }

    /** {@code fetch-max-wait}; null or blank for not set here. */
    public void setFetchMaxWait(@Nullable String fetchMaxWait) {
        set("fetch-max-wait", fetchMaxWait);
    }

    /** {@code isolation}: Whether records of open and aborted transactions are seen. */
    public @Nullable String getIsolation() {
        return text("isolation");
    }

    /** {@code isolation}; null or blank for not set here. */
    public void setIsolation(@Nullable String isolation) {
        set("isolation", isolation);
    }

    /** {@code topics}: The topics of listeners that name none themselves. Separated by commas. */
    public @Nullable String getTopics() {
        return text("topics");
    }

    /** {@code topics}; null or blank for not set here. */
    public void setTopics(@Nullable String topics) {
        set("topics", topics);
    }

    /** {@code workers}: How many records, of different partitions, are handled at a time. */
    public @Nullable Integer getWorkers() {
        return integer("workers");
    }

    /** {@code workers}; null or blank for not set here. */
    public void setWorkers(@Nullable Integer workers) {
        set("workers", workers);
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
