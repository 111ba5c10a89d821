// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The groups of {@code mq.monitoring.groups}: their lag, their alerts, their metrics, and what would help them. Confined to
 * who looks, but for what says otherwise.
 */
final class WatchedGroups implements Alerts.Source {
    private final MqLog log = MqLog.of(WatchedGroups.class);
    /** By connection, the default one among them; its own concurrency. */
    private final Map<String, GroupLags> lags = new ConcurrentSkipListMap<>();

    private final ConnectorMetrics metrics;
    private final Supplier<MonitoringSettings> settings;
    private final Notifications notifications;
    private final MonitoringObserver observer;

    private final Map<String, ScaleAdvisor> advisors = new LinkedHashMap<>();
    private final Set<String> measured = new LinkedHashSet<>();

    WatchedGroups(
            ConnectorMetrics metrics,
            Supplier<MonitoringSettings> settings,
            Notifications notifications,
            MonitoringObserver observer) {
        this.metrics = metrics;
        this.settings = settings;
        this.notifications = notifications;
        this.observer = observer;
    }

    /** One more connection whose groups may be watched. */
    void connection(String name, GroupLags known) {
        lags.put(name, known);
    }

    /** A group as configured: {@code analytics/reports} is {@code reports} of connection {@code analytics}, if that exists. */
    private record Place(String connection, String group) {}

    private Place place(String configured) {
        int slash = configured.indexOf('/');
        return slash > 0 && lags.containsKey(configured.substring(0, slash))
                ? new Place(configured.substring(0, slash), configured.substring(slash + 1))
                : new Place(ConnectionConfig.DEFAULT, configured);
    }

    private GroupLag lag(String configured) {
        var place = place(configured);
        var known = lags.get(place.connection);
        return (known == null ? GroupLag.unknown(place.group) : known.of(place.group)).named(configured);
    }

    @Override
    public void measure(Alerts.Round round) {
        for (GroupLag group : known()) {
            round.is(
                    AlertRule.GROUP_LAG,
                    group.group(),
                    group.lag() < 0 ? Double.NaN : group.lag(),
                    settings.get().lagThreshold());
        }
    }

    /** As found out last; by any thread. */
    List<GroupLag> known() {
        return settings.get().groups().stream().map(this::lag).toList();
    }

    /** What was told last of each. */
    List<ScaleAdvice> advice() {
        return advisors.values().stream().map(ScaleAdvisor::given).toList();
    }

    /** Tells what would help those that have an alert, and asks about all of them again. */
    void look(Alerts alerts) {
        var now = settings.get();
        advisors.keySet().retainAll(now.groups());
        for (GroupLag group : known()) {
            var advice = advisors.computeIfAbsent(group.group(), ScaleAdvisor::new)
                    .look(group, alerts.isRaised(AlertRule.GROUP_LAG, group.group()), now.alertIntervals());
            if (advice != null) {
                tell(advice);
            }
        }
        lags.forEach((connection, known) -> known.refresh(now.groups().stream()
                .map(this::place)
                .filter(place -> place.connection.equals(connection))
                .map(Place::group)
                .toList()));
        measure(now.groups());
    }

    private void tell(ScaleAdvice advice) {
        var group = advice.lag();
        log.scaleAdvice(advice.text());
        var facts = new LinkedHashMap<String, String>();
        facts.put("advice", advice.advice().name());
        facts.put("lag", Long.toString(group.lag()));
        facts.put("partitions", Integer.toString(group.partitions()));
        facts.put("consumers", Integer.toString(group.consumers()));
        observer.advice(advice);
        notifications.publish(MqNotification.Type.SCALE_ADVICE, group.group(), advice.text(), facts);
    }

    private void measure(List<String> groups) {
        measured.removeIf(group -> {
            if (groups.contains(group)) {
                return false;
            }
            var labels = MetricLabels.NONE.with("group", group);
            metrics.remove(Metric.GROUP_LAG, labels);
            metrics.remove(Metric.GROUP_PARTITIONS, labels);
            metrics.remove(Metric.GROUP_CONSUMERS, labels);
            return true;
        });
        for (String group : groups) {
            measured.add(group);
            var labels = MetricLabels.NONE.with("group", group);
            metrics.gauge(Metric.GROUP_LAG, labels, () -> lag(group).lag());
            metrics.gauge(Metric.GROUP_PARTITIONS, labels, () -> lag(group).partitions());
            metrics.gauge(Metric.GROUP_CONSUMERS, labels, () -> lag(group).consumers());
        }
    }
}
