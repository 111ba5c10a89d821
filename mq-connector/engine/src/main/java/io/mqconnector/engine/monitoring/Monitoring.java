// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.inbound.ListenerObserver;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.engine.metrics.MetricLabels;
import io.mqconnector.engine.outbound.CircuitBreaker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one connector from time to time: metrics of what is new, thresholds, lag of groups; tells notifiers, and
 * answers how all is.
 *
 * <p>Thread-safe. Costs nothing per message: it reads what is counted anyway. Opened by {@link #start()}, closed by
 * {@link #close()}.
 */
public final class Monitoring implements ListenerObserver, AutoCloseable {
    private static final String DEFAULT_CONNECTION = "default";
    /** Windows move on when they are read: this keeps them a minute long when nobody looks. */
    private static final long WINDOW_SECONDS = 10;

    private final MqLog log = MqLog.of(Monitoring.class);
    private final ConnectorMetrics metrics;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Notifications notifications;
    private final ListenerNotices notices;
    private final Alerts alerts;

    /** By name. */
    private final Map<String, Watched> connections = new ConcurrentSkipListMap<>();
    /** By name. */
    private final Map<String, Heard> listeners = new ConcurrentSkipListMap<>();
    /** By connection. */
    private final Map<String, ConsumerTotals> totals = new ConcurrentHashMap<>();

    /** Replaced whole. */
    private volatile MonitoringSettings settings;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: the next look. */
    private @Nullable ScheduledFuture<?> next;
    /** Guarded by {@link #lock}. */
    private @Nullable ScheduledFuture<?> windows;
    /** Guarded by {@link #lock}. */
    private boolean closed;

    private final ReentrantLock looking = new ReentrantLock();
    /** Looked at with {@link #looking} held. */
    private final WatchedGroups groups;

    private record Watched(
            MonitoredConnection connection, ConnectionMetrics metrics, ConnectionThresholds thresholds) {}

    private record Heard(String connection, Subscription subscription, ListenerMetrics metrics) {}

    /**
     * @param instanceId of the connector
     * @param metrics where metrics are registered
     * @param executor runs what may block
     * @param timer starts it
     * @param clock the time of day
     * @param nanoTime the clock for durations
     * @param settings to begin with
     * @param observer hears of thresholds and groups
     */
    public Monitoring(
            String instanceId,
            ConnectorMetrics metrics,
            Executor executor,
            ScheduledExecutorService timer,
            Clock clock,
            LongSupplier nanoTime,
            MonitoringSettings settings,
            MonitoringObserver observer) {
        this.metrics = metrics;
        this.executor = executor;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.notifications = new Notifications(instanceId, executor, clock, nanoTime);
        this.notices = new ListenerNotices(notifications);
        this.groups = new WatchedGroups(metrics, this::settings, notifications, observer);
        this.alerts = new Alerts(notifications, observer::alert, clock);
        var unused = notifications.add(
                new WebhookNotifier(this::settings, executor, timer), Monitoring.class.getClassLoader());
        metrics.gauge(Metric.JVM_HEAP_LIVE_BYTES, MetricLabels.NONE, HeapUse::liveBytes);
        metrics.gauge(Metric.ALERTS_RAISED, MetricLabels.NONE, alerts::raisedCount);
        metrics.gauge(Metric.NOTIFICATIONS_DROPPED, MetricLabels.NONE, notifications::droppedCount);
        metrics.gauge(Metric.NOTIFICATIONS_FAILED, MetricLabels.NONE, notifications::failedCount);
    }

    /** One more connection, for as long as this lives. */
    public void connection(MonitoredConnection connection) {
        String name = connection.name();
        var measured = new ConnectionMetrics(metrics, connection, nanoTime);
        var thresholds = new ConnectionThresholds(
                name,
                () -> ConnectionThresholds.Sends.of(
                        connection.producer().topics(), connection.producer().stats()),
                this::settings,
                nanoTime);
        connections.put(name, new Watched(connection, measured, thresholds));
        groups.connection(name, new GroupLags(connection.cluster(), nanoTime));
        totalsOf(name).register(metrics, name);
    }

    /** One more listener. */
    public void listener(String connection, Subscription subscription) {
        var measured = new ListenerMetrics(metrics, connection, subscription, nanoTime);
        totalsOf(connection).add(measured);
        listeners.put(subscription.name(), new Heard(connection, subscription, measured));
    }

    /** One listener less. */
    public void removeListener(String name) {
        // a look would give back to its topics what is taken away
        looking.lock();
        try {
            var gone = listeners.remove(name);
            if (gone != null) {
                totalsOf(gone.connection).remove(gone.metrics);
                gone.metrics.remove();
            }
        } finally {
            looking.unlock();
        }
    }

    /** Begins to look regularly. */
    public void start() {
        lock.lock();
        try {
            windows = timer.scheduleAtFixedRate(
                    () -> execute(this::readWindows), WINDOW_SECONDS, WINDOW_SECONDS, TimeUnit.SECONDS);
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Puts other settings in force; with another interval the next look is an interval from now, else when it was due. */
    public void settings(MonitoringSettings changed) {
        boolean isOtherInterval = !changed.interval().equals(settings.interval());
        settings = changed;
        if (isOtherInterval) {
            schedule();
        }
    }

    /** What is in force. */
    public MonitoringSettings settings() {
        return settings;
    }

    /** Who is told what happens. */
    public Notifications notifications() {
        return notifications;
    }

    /** Every threshold, as it stands. */
    public List<AlertState> alerts() {
        return alerts.states();
    }

    /** How many are raised, those aside that are information only. */
    public long raisedCount() {
        return alerts.raisedCount();
    }

    /** The groups of {@code mq.monitoring.groups}, as found out last. */
    public List<GroupLag> groups() {
        return groups.known();
    }

    /** What would help the groups of {@code mq.monitoring.groups}. */
    public List<ScaleAdvice> advice() {
        looking.lock();
        try {
            return groups.advice();
        } finally {
            looking.unlock();
        }
    }

    /** How all is. */
    public MqHealth health() {
        var parts = new ArrayList<MqHealth.Part>();
        connections.values().stream()
                .map(Watched::connection)
                // the default one first
                .sorted(Comparator.comparing(one -> !one.name().equals(DEFAULT_CONNECTION)))
                .forEach(one -> parts.add(Health.connection(
                        one.name(),
                        one.cluster().last(),
                        one.producer().openStripeCount(),
                        one.producer().stripeCount(),
                        one.producer()
                                .breaker()
                                .map(CircuitBreaker::view)
                                .map(CircuitBreaker.View::state)
                                .orElse(""))));
        for (Heard heard : listeners.values()) {
            var one = heard.subscription;
            parts.add(Health.listener(
                    one.name(),
                    one.state(),
                    one.isPaused(),
                    one.stats(),
                    one.config().stuckTimeout()));
        }
        return new MqHealth(parts);
    }

    /**
     * Another configuration is in force.
     *
     * @param by who wanted it, or the source that changed
     * @param changed the new texts by key, masked where they are secret
     */
    public void configurationChanged(String by, Map<String, String> changed) {
        notifications.publish(
                MqNotification.Type.CONFIGURATION_CHANGED,
                "",
                "configuration was changed by " + by + ": " + String.join(", ", changed.keySet()),
                changed);
    }

    @Override
    public void trouble(MqConsumerError error) {
        notices.trouble(error);
    }

    @Override
    public void done(Deed deed, String listener, String group) {
        notices.done(deed, listener, group);
    }

    /** Looks no more, and tells nobody. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            cancel(next);
            cancel(windows);
        } finally {
            lock.unlock();
        }
        notifications.close();
    }

    /** One look at everything; by one thread at a time, another does nothing. */
    void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            var now = settings;
            connections.values().forEach(one -> one.metrics.refresh());
            listeners.values().forEach(one -> one.metrics.refresh());
            alerts.look(sources(now), now.alertIntervals());
            groups.look(alerts);
        } finally {
            looking.unlock();
        }
    }

    private List<Alerts.Source> sources(MonitoringSettings now) {
        var sources = new ArrayList<Alerts.Source>();
        connections.values().forEach(one -> sources.add(one.thresholds));
        for (Heard heard : listeners.values()) {
            sources.add(round -> round.is(
                    AlertRule.LAG,
                    heard.subscription.name(),
                    known(heard.metrics.stats().lag()),
                    now.lagThreshold()));
        }
        sources.add(groups);
        sources.add(
                round -> round.is(AlertRule.HEAP, "", (double) HeapUse.liveBytes(), (double) now.heapThresholdBytes()));
        return sources;
    }

    private static double known(long lag) {
        return lag < 0 ? Double.NaN : lag;
    }

    private ConsumerTotals totalsOf(String connection) {
        return totals.computeIfAbsent(connection, first -> new ConsumerTotals());
    }

    private void readWindows() {
        connections.values().forEach(one -> {
            one.connection.producer().stats();
            one.connection.pool().stats();
        });
        listeners.values().forEach(one -> one.subscription.processing());
    }

    private void schedule() {
        lock.lock();
        try {
            if (!closed) {
                cancel(next);
                next = timer.schedule(
                        () -> execute(this::lookAndGoOn), settings.interval().toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookAndGoOn() {
        try {
            look();
        } finally {
            schedule();
        }
    }

    private void execute(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.unexpected("monitoring", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // the connector is closing
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
