// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.util.List;

/** The connector as a whole, over JMX. */
@Description("An mq connector: one per application or resource adapter")
public interface ConnectorMXBean {
    /** The instance id. */
    @Description("Name of this instance, as in client ids")
    String getInstanceId();

    /** The version of the software. */
    @Description("Version of the connector")
    String getVersion();

    /** Whether the cluster answered at the last look. */
    @Description("Whether a broker answered at the last look; a look is taken regularly and by ping()")
    boolean isClusterReachable();

    /** The effective configuration. */
    @Description("Every setting with its value (secrets masked), the layer and the source it comes from")
    List<Setting> getConfiguration();

    /**
     * Asks the cluster.
     *
     * @param timeoutMillis longest wait, 1 or more
     */
    @Description("Makes a round trip to the cluster and tells what it found")
    PingResult ping(@Description("timeoutMillis") long timeoutMillis);

    /**
     * One setting.
     *
     * @param name the key
     * @param value the value, masked if secret
     * @param layer which layer won
     * @param source where it is written
     */
    record Setting(String name, String value, String layer, String source) {}

    /**
     * What a ping found.
     *
     * @param reachable whether a broker answered
     * @param brokerCount how many brokers the cluster has
     * @param clusterId its id
     * @param roundTripMicros time of the round trip, or of the waiting
     * @param failure why none answered, else empty
     */
    record PingResult(boolean reachable, int brokerCount, String clusterId, long roundTripMicros, String failure) {}
}
