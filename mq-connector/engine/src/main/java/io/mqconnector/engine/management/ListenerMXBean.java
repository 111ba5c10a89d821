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
    @Description("STARTING, RUNNING, RECOVERING, CLOSING or CLOSED")
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

    /** Stops delivering. */
    @Description("Stops fetching and delivering; what has begun is finished, partitions are kept")
    void pause();

    /** Delivers again. */
    @Description("Ends a pause")
    void resume();
}
