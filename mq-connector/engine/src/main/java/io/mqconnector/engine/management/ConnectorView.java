// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqHealth;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.monitoring.Monitoring;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A connector as JMX shows it, while its parts come and go. Thread-safe. */
final class ConnectorView implements ConnectorMXBean {
    private final ConfigSnapshot config;
    private final AtomicReference<@Nullable ConfigControl> control;
    private final Notifications notifications;
    private final long startedMillis;
    /** Set once, when there is one. */
    private final AtomicReference<@Nullable Monitoring> monitoring = new AtomicReference<>();
    /** By connection; its own concurrency. */
    private final Map<String, ClusterWatch> clusters = new ConcurrentSkipListMap<>();

    /**
     * @param config as it was read at the start
     * @param control what knows better, once there is one
     * @param notifications of the connector
     * @param startedMillis when it was started
     */
    ConnectorView(
            ConfigSnapshot config,
            AtomicReference<@Nullable ConfigControl> control,
            Notifications notifications,
            long startedMillis) {
        this.config = config;
        this.control = control;
        this.notifications = notifications;
        this.startedMillis = startedMillis;
    }

    void monitoring(Monitoring looking) {
        monitoring.set(looking);
    }

    void connection(String name, ClusterWatch watch) {
        clusters.put(name, watch);
    }

    @Override
    public String getInstanceId() {
        return config.instanceId();
    }

    @Override
    public String getVersion() {
        String version = ConnectorView.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public String getState() {
        var looking = monitoring.get();
        return looking == null ? "STARTING" : looking.health().status().name();
    }

    @Override
    public long getStartedMillis() {
        return startedMillis;
    }

    @Override
    public List<String> getConnections() {
        return List.copyOf(clusters.keySet());
    }

    @Override
    public boolean isClusterReachable() {
        for (var watch : clusters.values()) {
            var last = watch.last();
            if (last == null || !last.isReachable()) {
                return false;
            }
        }
        return !clusters.isEmpty();
    }

    @Override
    public HealthReport getHealth() {
        var looking = monitoring.get();
        return HealthReport.of(looking == null ? new MqHealth(List.of()) : looking.health());
    }

    @Override
    public List<Setting> getConfiguration() {
        var knowing = control.get();
        return Setting.of(knowing == null ? config.effective() : knowing.effective());
    }

    @Override
    public long getDroppedNotificationCount() {
        return notifications.droppedCount();
    }

    @Override
    public PingResult ping(long timeoutMillis) {
        var timeout = ConnectionView.timeout(timeoutMillis);
        var watch = clusters.get(ConnectionConfig.DEFAULT);
        if (watch == null) {
            throw new IllegalStateException("the connector is starting; ask again");
        }
        return PingResult.of(watch.ping(timeout));
    }
}
