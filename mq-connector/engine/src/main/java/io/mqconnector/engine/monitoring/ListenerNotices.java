// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.inbound.ListenerObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells notifiers what those who operate a connector want to know of its listeners. Thread-safe; returns at once. */
final class ListenerNotices implements ListenerObserver {
    private final Notifications notifications;
    /** Those of which somebody was told that they were stopped. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    ListenerNotices(Notifications notifications) {
        this.notifications = notifications;
    }

    /** Of trouble what keeps a listener from its work. */
    @Override
    public void trouble(MqConsumerError error) {
        var type = switch (error.kind()) {
            case GIVEN_UP, PARTITION_STOPPED -> MqNotification.Type.LISTENER_STOPPED;
            // it is tried again, and told when it has gone well
            case STALLED, STUCK, DEAD_LETTER_FAILED -> MqNotification.Type.LISTENER_STALLED;
            case CONSUMER_FAILED, AUTHORIZATION -> MqNotification.Type.LISTENER_RESTARTED;
            case LOST, COMMIT_FAILED -> null;
        };
        if (type != null) {
            notifications.publish(
                    type,
                    error.listener(),
                    "listener " + error.listener() + ": " + error.message(),
                    Map.of("kind", error.kind().name(), "group", error.group()));
        }
    }

    @Override
    public void done(Deed deed, String listener, String group) {
        switch (deed) {
            case STOPPED -> {
                stopped.add(listener);
                tell(MqNotification.Type.LISTENER_STOPPED, deed, listener, group, deed.words());
            }
            case RESTARTED -> tell(MqNotification.Type.LISTENER_RESTARTED, deed, listener, group, deed.words());
            case RECOVERED -> tell(MqNotification.Type.LISTENER_RECOVERED, deed, listener, group, deed.words());
            case STARTED -> {
                if (stopped.remove(listener)) {
                    tell(MqNotification.Type.LISTENER_RESTARTED, deed, listener, group, "was started again");
                }
            }
            case CLOSED -> stopped.remove(listener);
            case PAUSED, RESUMED -> {
                // by whoever wanted it, who knows
            }
        }
    }

    private void tell(MqNotification.Type type, Deed deed, String listener, String group, String what) {
        notifications.publish(
                type, listener, "listener " + listener + " " + what, Map.of("kind", deed.name(), "group", group));
    }
}
