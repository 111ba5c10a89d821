// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.util.List;
import javax.management.MBeanOperationInfo;

/** The connector as a whole, over JMX. */
@Description("An mq connector: one per application or resource adapter. Sends all notifications of its parts")
public interface ConnectorMXBean {
    /** The instance id. */
    @Description("Name of this instance, as in client ids")
    String getInstanceId();

    /** The version of the software. */
    @Description("Version of the connector")
    String getVersion();

    /** Where it is in its life, and how. */
    @Description("STARTING, or how it is, as in Health: UP, DEGRADED or DOWN")
    String getState();

    /** When it was started. */
    @Description("When it was started, since the epoch")
    @Units("milliseconds")
    long getStartedMillis();

    /** The names of its connections. */
    @Description("Names of its connections to clusters, each with MBeans of its own")
    List<String> getConnections();

    /** Whether every cluster answered at the last look. */
    @Description(
            "Whether a broker of every connection answered at the last look; a look is taken regularly and by ping")
    boolean isClusterReachable();

    /** How it is. */
    @Description("How it is, one snapshot: the worst of all parts, and each connection and listener with the reasons")
    HealthReport getHealth();

    /** The effective configuration. */
    @Description("Every setting with its value (secrets masked), the layer and the source it comes from")
    List<Setting> getConfiguration();

    /** Notifications that were dropped. */
    @Description("Notifications dropped since the start, because a listener of them did not return in time")
    @Units("notifications")
    long getDroppedNotificationCount();

    /**
     * Asks the cluster of the default connection.
     *
     * @param timeoutMillis longest wait, 1 to 3,600,000
     */
    @Description(
            value = "Makes a round trip to the cluster of the default connection and tells what it found",
            impact = MBeanOperationInfo.INFO)
    PingResult ping(
            @Parameter(name = "timeoutMillis", value = "Longest wait in milliseconds, 1 to 3600000")
                    long timeoutMillis);
}
