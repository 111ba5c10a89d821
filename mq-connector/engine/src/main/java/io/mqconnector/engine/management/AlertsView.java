// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.MonitoringKeys;
import io.mqconnector.engine.monitoring.GroupLag;
import io.mqconnector.engine.monitoring.Monitoring;
import java.util.List;

/** Alerts as JMX shows them. Thread-safe. */
record AlertsView(Monitoring monitoring, AttributeSettings settings) implements AlertsMXBean {
    AlertsView(Monitoring monitoring, ConfigControl config) {
        this(monitoring, new AttributeSettings(config, ConfigScope.CONNECTOR));
    }

    @Override
    public List<AlertState> getAlerts() {
        return monitoring.alerts().stream().map(AlertState::of).toList();
    }

    @Override
    public int getRaisedCount() {
        return (int) monitoring.raisedCount();
    }

    @Override
    public List<GroupLag> getGroups() {
        return monitoring.groups();
    }

    @Override
    public String getGroupNames() {
        return String.join(",", settings.read(MonitoringKeys.MONITORING_GROUPS));
    }

    @Override
    public void setGroupNames(String names) {
        settings.write(MonitoringKeys.MONITORING_GROUPS, names);
    }

    @Override
    public List<GroupAdvice> getAdvice() {
        return monitoring.advice().stream().map(GroupAdvice::of).toList();
    }

    @Override
    public long getIntervalMillis() {
        return settings.readMillis(MonitoringKeys.MONITORING_INTERVAL);
    }

    @Override
    public void setIntervalMillis(long millis) {
        settings.writeMillis(MonitoringKeys.MONITORING_INTERVAL, millis);
    }

    @Override
    public long getNotifyTimeoutMillis() {
        return settings.readMillis(MonitoringKeys.MONITORING_NOTIFY_TIMEOUT);
    }

    @Override
    public void setNotifyTimeoutMillis(long millis) {
        settings.writeMillis(MonitoringKeys.MONITORING_NOTIFY_TIMEOUT, millis);
    }

    @Override
    public int getAlertIntervals() {
        return settings.read(MonitoringKeys.MONITORING_ALERT_INTERVALS);
    }

    @Override
    public void setAlertIntervals(int intervals) {
        settings.write(MonitoringKeys.MONITORING_ALERT_INTERVALS, intervals);
    }

    @Override
    public long getLatencyThresholdMillis() {
        return settings.readMillis(MonitoringKeys.MONITORING_LATENCY_THRESHOLD);
    }

    @Override
    public void setLatencyThresholdMillis(long millis) {
        settings.writeMillis(MonitoringKeys.MONITORING_LATENCY_THRESHOLD, millis);
    }

    @Override
    public int getThroughputThreshold() {
        return settings.read(MonitoringKeys.MONITORING_THROUGHPUT_THRESHOLD);
    }

    @Override
    public void setThroughputThreshold(int messagesPerSecond) {
        settings.write(MonitoringKeys.MONITORING_THROUGHPUT_THRESHOLD, messagesPerSecond);
    }

    @Override
    public double getErrorRateThreshold() {
        return settings.read(MonitoringKeys.MONITORING_ERROR_RATE_THRESHOLD);
    }

    @Override
    public void setErrorRateThreshold(double part) {
        settings.write(MonitoringKeys.MONITORING_ERROR_RATE_THRESHOLD, part);
    }

    @Override
    public int getLagThreshold() {
        return settings.read(MonitoringKeys.MONITORING_LAG_THRESHOLD);
    }

    @Override
    public void setLagThreshold(int records) {
        settings.write(MonitoringKeys.MONITORING_LAG_THRESHOLD, records);
    }

    @Override
    public long getHeapThresholdBytes() {
        return settings.read(MonitoringKeys.MONITORING_HEAP_THRESHOLD);
    }

    @Override
    public void setHeapThresholdBytes(long bytes) {
        settings.write(MonitoringKeys.MONITORING_HEAP_THRESHOLD, bytes);
    }
}
