// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.monitoring.GroupLag;
import java.util.List;

/** The thresholds of a connector, over JMX. What is written is in force with the next look. */
@Description("The thresholds that are watched; crossing one and recovering from it are notifications of the connector")
public interface AlertsMXBean {
    /** Every threshold, one consistent snapshot. */
    @Description("Every threshold that is watched: value measured last, threshold, whether it is crossed, since when")
    List<AlertState> getAlerts();

    /** Those that are crossed. */
    @Description(
            "How many thresholds are crossed now; too little throughput, which is information only, does not count")
    @Units("alerts")
    int getRaisedCount();

    /** Groups that are watched. */
    @Description("The consumer groups of mq.monitoring.groups, with lag, partitions and consumers of all processes")
    List<GroupLag> getGroups();

    /** The names of groups that are watched. */
    @Description("Names of the consumer groups that are watched, separated by commas; empty for none"
            + " (mq.monitoring.groups)")
    String getGroupNames();

    /** Names separated by commas; empty for none. */
    void setGroupNames(String names);

    /** What would help them. */
    @Description("What would help the groups of mq.monitoring.groups; nothing is done by itself")
    List<GroupAdvice> getAdvice();

    /** How often values are looked at. */
    @Description("How often values are looked at (mq.monitoring.interval)")
    @Units("milliseconds")
    long getIntervalMillis();

    /** As {@code mq.monitoring.interval} allows. */
    void setIntervalMillis(long millis);

    /** How long posting one may take. */
    @Description("How long one notification may take to be posted to the webhook (mq.monitoring.notify-timeout)")
    @Units("milliseconds")
    long getNotifyTimeoutMillis();

    /** As {@code mq.monitoring.notify-timeout} allows. */
    void setNotifyTimeoutMillis(long millis);

    /** How many looks in a row it takes. */
    @Description("How many looks in a row raise or clear an alert (mq.monitoring.alert-intervals)")
    @Units("intervals")
    int getAlertIntervals();

    /** 1 or more. */
    void setAlertIntervals(int intervals);

    /** Of the 99th percentile of send latencies. */
    @Description("Threshold of the 99th percentile of send latencies; 0 for none (mq.monitoring.latency-threshold)")
    @Units("milliseconds")
    long getLatencyThresholdMillis();

    /** 0 for none. */
    void setLatencyThresholdMillis(long millis);

    /** Of acknowledged messages a second: fewer while messages are sent are told, as information. */
    @Description(
            "Threshold of acknowledged messages a second: fewer, while any are sent, are told as information; 0 for"
                    + " none (mq.monitoring.throughput-threshold)")
    @Units("messages a second")
    int getThroughputThreshold();

    /** 0 for none. */
    void setThroughputThreshold(int messagesPerSecond);

    /** Of the part of sends that failed. */
    @Description("Threshold of the part of sends that failed, 0 to 1; 0 for none (mq.monitoring.error-rate-threshold)")
    @Units("failures a send")
    double getErrorRateThreshold();

    /** 0 for none. */
    void setErrorRateThreshold(double part);

    /** Of records that a listener or group is behind. */
    @Description("Threshold of records that a listener or a group is behind; 0 for none (mq.monitoring.lag-threshold)")
    @Units("records")
    int getLagThreshold();

    /** 0 for none. */
    void setLagThreshold(int records);

    /** Of the heap in use. */
    @Description("Threshold of the heap in use after a collection; 0 for none (mq.monitoring.heap-threshold)")
    @Units("bytes")
    long getHeapThresholdBytes();

    /** 0 for none. */
    void setHeapThresholdBytes(long bytes);
}
