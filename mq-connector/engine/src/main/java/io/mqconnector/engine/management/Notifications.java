// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.inbound.ListenerObserver;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.monitoring.MonitoringObserver;
import io.mqconnector.engine.monitoring.ScaleAdvice;
import io.mqconnector.engine.telling.TellingQueue;
import io.mqconnector.engine.telling.TellingQueue.Overflow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a connector tells by itself over JMX: changed configuration, thresholds crossed, the life and the trouble of listeners.
 *
 * <p>Thread-safe. One notification after the other, in order, on a thread that nothing waits for. At most {@link #CAPACITY}
 * wait; when a listener does not keep up the oldest are dropped, counted, and the sequence numbers have a gap.
 */
public final class Notifications implements NotificationEmitter, ListenerObserver, MonitoringObserver {
    static final int CAPACITY = 1_000;

    private static final String ROOT = "io.mqconnector.";
    static final String CONFIG_CHANGED = ROOT + "config.changed";
    static final String CONFIG_REFUSED = ROOT + "config.refused";
    static final String ALERT_RAISED = ROOT + "alert.raised";
    static final String ALERT_CLEARED = ROOT + "alert.cleared";
    static final String SCALE_ADVICE = ROOT + "scale.advice";
    private static final String LISTENER = ROOT + "listener.";

    private final MqLog log = MqLog.of(Notifications.class);
    private final NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport(info());
    private final ObjectName source;
    private final Clock clock;
    private final TellingQueue<Notification> told;
    /** The guard is its own atomicity. */
    private final AtomicLong droppedCount = new AtomicLong();

    /**
     * @param source the name of the MBean that sends them
     * @param executor where they are sent
     * @param clock the time of day
     */
    Notifications(ObjectName source, Executor executor, Clock clock) {
        this.source = source;
        this.clock = clock;
        // with the thread's own context loader: nobody knows which application a listener is of
        this.told = new TellingQueue<>(new Listeners(), CAPACITY, Overflow.OLDEST, null, executor);
    }

    /** Those that have registered themselves. */
    private final class Listeners implements TellingQueue.Audience<Notification> {
        @Override
        public void tell(Notification notification) {
            listeners.sendNotification(notification);
        }

        @Override
        public void failed(Notification notification, Throwable failure) {
            log.unexpected("a listener of notifications", failure);
        }

        @Override
        public void dropped() {
            if (droppedCount.getAndIncrement() == 0) {
                log.notificationsDropped(CAPACITY);
            }
        }
    }

    /** What happened to a listener, as sent. */
    record ListenerDeed(String listener, String group) {}

    /** The trouble of a listener, as sent; of the cause the class only, since an application's message may say anything. */
    record ListenerTrouble(String listener, String group, List<String> partitions, String message, String cause) {}

    /** A change was put in force or refused; returns at once. */
    public void configuration(ChangeReport report) {
        if (report.isRefused()) {
            send(CONFIG_REFUSED, String.join("; ", report.refused()), report);
        } else {
            send(
                    CONFIG_CHANGED,
                    report.applied().size() + " settings changed by " + report.by() + ", "
                            + report.needsRestart().size() + " need a restart",
                    report);
        }
    }

    @Override
    public void alert(io.mqconnector.engine.monitoring.AlertState measured, String text) {
        var state = AlertState.of(measured);
        send(state.raised() ? ALERT_RAISED : ALERT_CLEARED, text, state);
    }

    @Override
    public void advice(ScaleAdvice given) {
        var advice = GroupAdvice.of(given);
        send(SCALE_ADVICE, advice.text(), advice);
    }

    @Override
    public void trouble(MqConsumerError error) {
        var cause = error.cause();
        send(
                type(error.kind()),
                "listener " + error.listener() + ": " + error.message(),
                new ListenerTrouble(
                        error.listener(),
                        error.group(),
                        error.partitions().stream().map(MqPartition::toString).toList(),
                        error.message(),
                        cause == null ? "" : cause.getClass().getName()));
    }

    @Override
    public void done(Deed deed, String listener, String group) {
        send(type(deed), "listener " + listener + " " + deed.words(), new ListenerDeed(listener, group));
    }

    /** How many were dropped. */
    long droppedCount() {
        return droppedCount.get();
    }

    private static String type(Enum<?> what) {
        return LISTENER + what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void send(String type, String message, Record data) {
        told.offerNumbered(number -> {
            var notification = new Notification(type, source, number, clock.millis(), message);
            notification.setUserData(OpenData.of(data));
            return notification;
        });
    }

    @Override
    public void addNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback) {
        listeners.addNotificationListener(listener, filter, handback);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener);
    }

    @Override
    public void removeNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback)
            throws ListenerNotFoundException {
        listeners.removeNotificationListener(listener, filter, handback);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        return info();
    }

    private static MBeanNotificationInfo[] info() {
        var deeds = new ArrayList<String>();
        for (var deed : Deed.values()) {
            deeds.add(type(deed));
        }
        var troubles = new ArrayList<String>();
        for (var kind : MqConsumerError.Kind.values()) {
            troubles.add(type(kind));
        }
        return new MBeanNotificationInfo[] {
            info(
                    List.of(CONFIG_CHANGED, CONFIG_REFUSED),
                    "The configuration was changed, or a change refused",
                    ChangeReport.class),
            info(List.of(ALERT_RAISED, ALERT_CLEARED), "A threshold was crossed, or is no longer", AlertState.class),
            info(List.of(SCALE_ADVICE), "Something else would help a consumer group than before", GroupAdvice.class),
            info(deeds, "Something was done to a listener, or it has recovered from trouble", ListenerDeed.class),
            info(troubles, "A listener is in trouble", ListenerTrouble.class)
        };
    }

    private static MBeanNotificationInfo info(List<String> types, String description, Class<? extends Record> data) {
        var items = new ArrayList<String>();
        for (var component : data.getRecordComponents()) {
            items.add(component.getName());
        }
        return new MBeanNotificationInfo(
                types.toArray(String[]::new),
                Notification.class.getName(),
                description + "; user data: " + String.join(", ", items));
    }
}
