// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.MonitoringKeys;
import java.time.Duration;
import java.util.List;

/**
 * What is watched, how often, and who is told; replaced whole when it changes.
 *
 * @param interval between two looks
 * @param alertIntervals looks in a row that raise or clear an alert
 * @param latencyThreshold of the 99th percentile of a connection; zero for none, as for the others
 * @param throughputThreshold messages a second of a connection, fewer are worth telling
 * @param errorRateThreshold part of a connection's sends, 0 to 1
 * @param lagThreshold records of a listener or group
 * @param heapThresholdBytes of the JVM
 * @param groups whose lag is found out
 * @param webhook where notifications are posted; empty for nowhere; a secret
 * @param notifyTimeout how long posting one may take
 */
public record MonitoringSettings(
        Duration interval,
        int alertIntervals,
        Duration latencyThreshold,
        int throughputThreshold,
        double errorRateThreshold,
        int lagThreshold,
        long heapThresholdBytes,
        List<String> groups,
        String webhook,
        Duration notifyTimeout) {
    public MonitoringSettings {
        groups = List.copyOf(groups);
    }

    /** As configured. */
    public static MonitoringSettings of(ConfigSnapshot config) {
        return new MonitoringSettings(
                config.get(MonitoringKeys.MONITORING_INTERVAL),
                config.get(MonitoringKeys.MONITORING_ALERT_INTERVALS),
                config.get(MonitoringKeys.MONITORING_LATENCY_THRESHOLD),
                config.get(MonitoringKeys.MONITORING_THROUGHPUT_THRESHOLD),
                config.get(MonitoringKeys.MONITORING_ERROR_RATE_THRESHOLD),
                config.get(MonitoringKeys.MONITORING_LAG_THRESHOLD),
                config.get(MonitoringKeys.MONITORING_HEAP_THRESHOLD),
                config.get(MonitoringKeys.MONITORING_GROUPS),
                config.get(MonitoringKeys.MONITORING_WEBHOOK),
                config.get(MonitoringKeys.MONITORING_NOTIFY_TIMEOUT));
    }

    /** Without the address, which is a secret. */
    @Override
    public String toString() {
        return "MonitoringSettings[interval=" + interval + ", alertIntervals=" + alertIntervals + ", groups=" + groups
                + ", webhook=" + (webhook.isEmpty() ? "none" : "****") + "]";
    }
}
