// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.engine.inbound.PartitionStanding;
import java.util.List;
import javax.management.MBeanOperationInfo;

/**
 * One listener, over JMX. What is written is in force at once, nothing is lost or reordered, and it is gone with the process.
 */
@Description("A listener: a member of a consumer group that delivers to the application")
public interface ListenerMXBean {
    /** The consumer group. */
    @Description("Consumer group")
    String getGroup();

    /** The topics. */
    @Description("Topics it takes")
    List<String> getTopics();

    /** Where it is in its life. */
    @Description("STARTING, RUNNING, DEGRADED, RECOVERING, FAILED, STOPPED, CLOSING or CLOSED")
    String getState();

    /** Whether it is paused by {@link #pause()}. */
    @Description("Whether it was paused; partitions are kept and nothing is delivered")
    boolean isPaused();

    /** What it has done, one snapshot. */
    @Description(
            "Counts since the start, records in flight, partitions assigned, the oldest started record, lag (-1 while"
                    + " not known)")
    MqConsumerStats getStats();

    /** Every setting of it. */
    @Description("Every setting of this listener with its value, the layer and the source it comes from")
    List<Setting> getConfiguration();

    /** The partitions assigned to this process. */
    @Description("Partitions assigned to this process, as topic-number")
    List<String> getAssignment();

    /** What happens to a record that failed for good. */
    @Description("What happens to a record that failed for good (mq.listener.failure-policy)")
    String getFailurePolicy();

    /** Where such records go. */
    @Description("Where records go that failed for good, if that is the policy (mq.listener.dead-letter-topic)")
    String getDeadLetterTopic();

    /** How many records are handled at a time. */
    @Description("How many records are handled at a time (mq.listener.workers)")
    @Units("workers")
    int getWorkers();

    /** 1 or more. */
    void setWorkers(int value);

    /** How many Kafka consumers fetch. */
    @Description("How many Kafka consumers fetch; another number rebalances the group (mq.listener.consumers)")
    @Units("consumers")
    int getConsumers();

    /** 1 or more. */
    void setConsumers(int value);

    /** Unfinished records of a partition before it is paused. */
    @Description("Unfinished records of a partition before it is paused (mq.listener.max-in-flight)")
    @Units("records")
    int getMaxInFlight();

    /** 1 or more. */
    void setMaxInFlight(int value);

    /** Unfinished records of one key that count towards the bound of its partition. */
    @Description(
            "Unfinished records of one key that count towards MaxInFlight; with ordering key (mq.listener.max-in-flight-per-key)")
    @Units("records")
    int getMaxInFlightPerKey();

    /** 1 or more. */
    void setMaxInFlightPerKey(int value);

    /** Records received behind the oldest unfinished one of a partition before it is paused. */
    @Description(
            "Records received behind the oldest unfinished one of a partition before it is paused (mq.listener.max-span)")
    @Units("records")
    int getMaxSpan();

    /** 1 or more. */
    void setMaxSpan(int value);

    /** Deliveries of a record before the failure policy. */
    @Description(
            "Deliveries of a record before the failure policy takes it; 0 for no limit (mq.listener.retry-attempts)")
    @Units("deliveries")
    int getRetryAttempts();

    /** 0 or more. */
    void setRetryAttempts(int value);

    /** The first pause before a failed record is tried again. */
    @Description("The first pause before a failed record is delivered again (mq.listener.retry-backoff)")
    @Units("milliseconds")
    long getRetryBackoffMillis();

    /** Not above {@link #getRetryMaxBackoffMillis()}. */
    void setRetryBackoffMillis(long millis);

    /** The longest such pause. */
    @Description("The longest pause before a failed record is delivered again (mq.listener.retry-max-backoff)")
    @Units("milliseconds")
    long getRetryMaxBackoffMillis();

    /** Not below {@link #getRetryBackoffMillis()}. */
    void setRetryMaxBackoffMillis(long millis);

    /** How long one call may take. */
    @Description("How long a delivery may take before it is interrupted; 0 for no limit (mq.listener.handler-timeout)")
    @Units("milliseconds")
    long getHandlerTimeoutMillis();

    /** 0 for no limit. */
    void setHandlerTimeoutMillis(long millis);

    /** How long a call takes before it is reported. */
    @Description("How long a delivery takes before it is reported as stuck (mq.listener.stuck-timeout)")
    @Units("milliseconds")
    long getStuckTimeoutMillis();

    /** As {@code mq.listener.stuck-timeout} allows. */
    void setStuckTimeoutMillis(long millis);

    /** How long there may be lag without progress. */
    @Description("How long there may be lag without progress before that is reported (mq.listener.stall-timeout)")
    @Units("milliseconds")
    long getStallTimeoutMillis();

    /** As {@code mq.listener.stall-timeout} allows. */
    void setStallTimeoutMillis(long millis);

    /** How long started records may take to finish when a partition is given up. */
    @Description("How long started records may take to finish when a partition is given up (mq.listener.drain-timeout)")
    @Units("milliseconds")
    long getDrainTimeoutMillis();

    /** As {@code mq.listener.drain-timeout} allows. */
    void setDrainTimeoutMillis(long millis);

    /** How long stopping and closing may take. */
    @Description("How long stopping or closing may take altogether (mq.listener.close-timeout)")
    @Units("milliseconds")
    long getCloseTimeoutMillis();

    /** As {@code mq.listener.close-timeout} allows. */
    void setCloseTimeoutMillis(long millis);

    /** How pauses grow. */
    @Description("By how much each pause is longer than the one before (mq.listener.retry-multiplier)")
    @Units("times")
    double getRetryMultiplier();

    /** 1 or more. */
    void setRetryMultiplier(double value);

    /** The random part of pauses. */
    @Description("Random part of each pause, 0 to 1 (mq.listener.retry-jitter)")
    @Units("parts of a pause")
    double getRetryJitter();

    /** 0 to 1. */
    void setRetryJitter(double value);

    /** Records of a batch. */
    @Description("Most records of one batch, for listeners of batches (mq.listener.batch-max-records)")
    @Units("records")
    int getBatchMaxRecords();

    /** 1 or more. */
    void setBatchMaxRecords(int value);

    /** How long a batch waits. */
    @Description("How long a batch waits for more records (mq.listener.batch-max-wait)")
    @Units("milliseconds")
    long getBatchMaxWaitMillis();

    /** 0 for what is there. */
    void setBatchMaxWaitMillis(long millis);

    /** How long a record waits for its acknowledgement. */
    @Description("How long a record may wait for its acknowledgement, where that is manual (mq.listener.ack-timeout)")
    @Units("milliseconds")
    long getAckTimeoutMillis();

    /** As {@code mq.listener.ack-timeout} allows. */
    void setAckTimeoutMillis(long millis);

    /** How often offsets are committed. */
    @Description("How often the offsets of done records are committed (mq.consumer.auto-commit-interval)")
    @Units("milliseconds")
    long getCommitIntervalMillis();

    /** As {@code mq.consumer.auto-commit-interval} allows. */
    void setCommitIntervalMillis(long millis);

    /** Done records between two commits. */
    @Description(
            "Done records after which offsets are committed, if it is not time yet (mq.consumer.auto-commit-records)")
    @Units("records")
    int getCommitRecords();

    /** 1 or more. */
    void setCommitRecords(int value);

    /** Records of a poll. */
    @Description("Most records of one poll (mq.consumer.max-poll-records)")
    @Units("records")
    int getMaxPollRecords();

    /** 1 or more; renews the Kafka consumers. */
    void setMaxPollRecords(int value);

    /** How often a failed Kafka consumer is built anew. */
    @Description(
            "How often in a row a failed Kafka consumer is built anew before the listener is FAILED; 0 for no limit (mq.listener.restart-attempts)")
    @Units("attempts")
    int getRestartAttempts();

    /** 0 or more. */
    void setRestartAttempts(int value);

    /** The first such pause. */
    @Description("First pause before a failed Kafka consumer is built anew (mq.listener.restart-backoff)")
    @Units("milliseconds")
    long getRestartBackoffMillis();

    /** Not above {@link #getRestartMaxBackoffMillis()}. */
    void setRestartBackoffMillis(long millis);

    /** The longest such pause. */
    @Description("Longest pause before a failed Kafka consumer is built anew (mq.listener.restart-max-backoff)")
    @Units("milliseconds")
    long getRestartMaxBackoffMillis();

    /** Not below {@link #getRestartBackoffMillis()}. */
    void setRestartMaxBackoffMillis(long millis);

    /** How far each assigned partition has come, one consistent snapshot of each. */
    @Description(
            value = "Position, committed offset, records in flight and lag of each partition assigned to this process",
            impact = MBeanOperationInfo.INFO)
    List<PartitionStanding> partitions();

    /** Stops delivering. */
    @Description(
            value = "Stops fetching and delivering; what has begun is finished, partitions are kept",
            impact = MBeanOperationInfo.ACTION)
    void pause();

    /** Delivers again. */
    @Description(
            value = "Ends a pause, and lets partitions go on that a failed record has stopped",
            impact = MBeanOperationInfo.ACTION)
    void resume();

    /** Leaves the group. */
    @Description(
            value = "Finishes and commits what has begun and leaves the group, until start; waits for it, at most"
                    + " CloseTimeoutMillis. Tells whether everything begun was finished",
            impact = MBeanOperationInfo.ACTION_INFO)
    boolean stop();

    /** Joins the group again. */
    @Description(
            value = "Joins the group again after stop, for which it waits if it is under way",
            impact = MBeanOperationInfo.ACTION)
    void start();

    /** Builds the Kafka consumers anew. */
    @Description(
            value =
                    "Closes the Kafka consumers as a rebalance would and builds them anew; ends FAILED. Returns at once. Not"
                            + " while it is CLOSING or STOPPED",
            impact = MBeanOperationInfo.ACTION)
    void restart();

    /** Has the group assign its partitions anew. */
    @Description(
            value =
                    "Has the group assign its partitions anew; tells how many Kafka consumers ask for it. Not with group"
                            + " protocol consumer",
            impact = MBeanOperationInfo.ACTION_INFO)
    int enforceRebalance();

    /** Goes on elsewhere. */
    @Description(
            value = "Goes on at another offset of one partition, which is committed. What has begun may finish for"
                    + " DrainTimeoutMillis; what is not done then is given up and counts no longer",
            impact = MBeanOperationInfo.ACTION)
    void seek(
            @Parameter(name = "topic", value = "Topic of the partition") String topic,
            @Parameter(name = "partition", value = "Number of a partition assigned to this process") int partition,
            @Parameter(name = "offset", value = "The next to be delivered; must exist, or be the end") long offset);

    /** Goes on at the beginning. */
    @Description(
            value =
                    "Goes on at the beginning of every partition assigned to this process, as seek; tells how many there are."
                            + " If it fails, it says for which it was done",
            impact = MBeanOperationInfo.ACTION_INFO)
    int seekToBeginning();

    /** Goes on at the end. */
    @Description(
            value =
                    "Goes on at the end of every partition assigned to this process, passing over what is there, as seek;"
                            + " tells how many there are. If it fails, it says for which it was done",
            impact = MBeanOperationInfo.ACTION_INFO)
    int seekToEnd();

    /** Goes on at a time. */
    @Description(
            value =
                    "Goes on at the first record of that time or later, else at the end, of every partition assigned to this"
                            + " process, as seek; tells how many there are. If it fails, it says for which it was done",
            impact = MBeanOperationInfo.ACTION_INFO)
    int resetToTimestamp(
            @Parameter(name = "epochMillis", value = "Milliseconds since the epoch, 0 or more") long epochMillis);
}
