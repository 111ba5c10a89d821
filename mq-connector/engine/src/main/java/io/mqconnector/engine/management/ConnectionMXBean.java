// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import javax.management.MBeanOperationInfo;

/** One cluster, over JMX. */
@Description("A connection: one cluster, with the producers, listeners and dead letters that use it")
public interface ConnectionMXBean {
    /** Where its brokers are looked for. */
    @Description("Addresses at which brokers are looked for")
    String getBrokers();

    /** What the last look found, one consistent snapshot. */
    @Description("What the last look at the cluster found; a look is taken regularly and by ping")
    PingResult getCluster();

    /**
     * Asks the cluster.
     *
     * @param timeoutMillis longest wait, 1 to 3,600,000
     */
    @Description(value = "Makes a round trip to the cluster and tells what it found", impact = MBeanOperationInfo.INFO)
    PingResult ping(
            @Parameter(name = "timeoutMillis", value = "Longest wait in milliseconds, 1 to 3600000")
                    long timeoutMillis);
}
