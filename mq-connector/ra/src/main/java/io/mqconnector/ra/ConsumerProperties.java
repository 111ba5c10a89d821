// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import org.jspecify.annotations.Nullable;

/**
 * What an activation can set of its Kafka consumers: a JavaBean property for each key {@code mq.consumer.*}.
 *
 * <p>Thread-safe. A change after the activation has no effect.
 */
public abstract class ConsumerProperties extends PropertyBean {
    private static final long serialVersionUID = 1L;

    /** For containers. */
    protected ConsumerProperties() {
        super("");
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

    /** {@code auto-commit}: Whether a record is done when its listener returns; otherwise when the listener acknowledges it. */
    public @Nullable Boolean getAutoCommit() {
        return bool("auto-commit");
    }

    /** {@code auto-commit}; null or blank for not set here. */
    public void setAutoCommit(@Nullable Boolean autoCommit) {
        set("auto-commit", autoCommit);
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

    /** {@code protocol}: How members of a group share partitions: by themselves, or by the broker (KIP-848, from Kafka 4.0 on). */
    public @Nullable String getProtocol() {
        return text("protocol");
    }

    /** {@code protocol}; null or blank for not set here. */
    public void setProtocol(@Nullable String protocol) {
        set("protocol", protocol);
    }

    /** {@code static-membership}: Whether members have names, from mq.instance-id and the listener, so that a restart within session-timeout moves no partition; needs an instance id of its own for each process. */
    public @Nullable Boolean getStaticMembership() {
        return bool("static-membership");
    }

    /** {@code static-membership}; null or blank for not set here. */
    public void setStaticMembership(@Nullable Boolean staticMembership) {
        set("static-membership", staticMembership);
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

    /** {@code fetch-max-partition-bytes}: The most bytes of one partition in a fetch; a larger batch comes all the same, alone. A size, as {@code 16KiB}. */
    public @Nullable String getFetchMaxPartitionBytes() {
        return text("fetch-max-partition-bytes");
    }

    /** {@code fetch-max-partition-bytes}; null or blank for not set here. */
    public void setFetchMaxPartitionBytes(@Nullable String fetchMaxPartitionBytes) {
        set("fetch-max-partition-bytes", fetchMaxPartitionBytes);
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

    /** {@code rack}: Where this process runs, as the brokers name it in broker.rack: records come from the replica that is nearest, where brokers allow that. */
    public @Nullable String getRack() {
        return text("rack");
    }

    /** {@code rack}; null or blank for not set here. */
    public void setRack(@Nullable String rack) {
        set("rack", rack);
    }
}
