// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConsumerStats;
import java.util.List;

/** One listener, over JMX. */
@Description("A listener: a member of a consumer group that delivers to the application")
public interface ListenerMXBean {
    /** The consumer group. */
    @Description("Consumer group")
    String getGroup();

    /** The topics. */
    @Description("Topics it takes")
    List<String> getTopics();

    /** Where it is in its life. */
    @Description("STARTING, RUNNING, DEGRADED, RECOVERING, FAILED, CLOSING or CLOSED")
    String getState();

    /** Whether it is paused by {@link #pause()}. */
    @Description("Whether it was paused; partitions are kept and nothing is delivered")
    boolean isPaused();

    /** What it has done, one snapshot. */
    @Description("Counts since the start, records in flight, partitions assigned, lag (-1 while not known)")
    MqConsumerStats getStats();

    /** Every setting of it. */
    @Description("Every setting of this listener with its value, the layer and the source it comes from")
    List<ConnectorMXBean.Setting> getConfiguration();

    /** How many records are handled at a time. */
    @Description("How many records are handled at a time")
    int getWorkers();

    /** As {@link #getWorkers()}; in force at once, nothing is lost or reordered, and gone with the process. */
    void setWorkers(int value);

    /** How many Kafka consumers fetch; another number rebalances the group. */
    @Description("How many Kafka consumers fetch")
    int getConsumers();

    /** As {@link #getConsumers()}; in force at once, nothing is lost or reordered, and gone with the process. */
    void setConsumers(int value);

    /** Unfinished records of a partition before it is paused. */
    @Description("Unfinished records of a partition before it is paused")
    int getMaxInFlight();

    /** As {@link #getMaxInFlight()}; in force at once, nothing is lost or reordered, and gone with the process. */
    void setMaxInFlight(int value);

    /** Unfinished records of one key that count towards the bound of its partition; with ordering key. */
    @Description("Unfinished records of one key that count towards MaxInFlight; with ordering key")
    int getMaxInFlightPerKey();

    /** As {@link #getMaxInFlightPerKey()}; in force at once, nothing is lost or reordered, and gone with the process. */
    void setMaxInFlightPerKey(int value);

    /** Records received behind the oldest unfinished one of a partition before it is paused. */
    @Description("Records received behind the oldest unfinished one of a partition before it is paused")
    int getMaxSpan();

    /** As {@link #getMaxSpan()}; in force at once, nothing is lost or reordered, and gone with the process. */
    void setMaxSpan(int value);

    /** The partitions assigned to this process. */
    @Description("Partitions assigned to this process, as topic-number")
    List<String> getAssignment();

    /** Stops delivering. */
    @Description("Stops fetching and delivering; what has begun is finished, partitions are kept")
    void pause();

    /** Delivers again. */
    @Description("Ends a pause, and lets partitions go on that a failed record has stopped")
    void resume();

    /** Builds the Kafka consumers anew. */
    @Description("Closes the Kafka consumers as a rebalance would and builds them anew; ends FAILED")
    void restart();
}
