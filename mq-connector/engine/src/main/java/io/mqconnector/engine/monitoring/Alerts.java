// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.log.MqLog;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** Every threshold of a connector, and that each crossing is told exactly once. Thread-safe; one round at a time. */
final class Alerts {
    private final MqLog log = MqLog.of(Alerts.class);
    private final Notifications notifications;
    private final BiConsumer<AlertState, String> told;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Map<Key, Alert> alerts = new LinkedHashMap<>();

    private record Key(AlertRule rule, String subject) {}

    /** Something that can be measured. */
    @FunctionalInterface
    interface Source {
        /** Says what it measures now. */
        void measure(Round round);
    }

    /**
     * @param notifications told of each crossing
     * @param told as well, on the same thread, with the same text
     * @param clock the time of day
     */
    Alerts(Notifications notifications, BiConsumer<AlertState, String> told, Clock clock) {
        this.notifications = notifications;
        this.told = told;
        this.clock = clock;
    }

    /** One look at everything. What no source speaks of any more is cleared and forgotten. */
    void look(Iterable<? extends Source> sources, int looks) {
        var round = new Round(looks);
        for (Source source : sources) {
            source.measure(round);
        }
        round.end();
    }

    /** All, as they stand. */
    List<AlertState> states() {
        lock.lock();
        try {
            return alerts.values().stream().map(Alert::state).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many are raised, those aside that are information only. */
    long raisedCount() {
        return states().stream()
                .filter(state -> state.isRaised() && !state.rule().isInformation())
                .count();
    }

    /** Whether this one is raised. */
    boolean isRaised(AlertRule rule, String subject) {
        lock.lock();
        try {
            var alert = alerts.get(new Key(rule, subject));
            return alert != null && alert.isRaised();
        } finally {
            lock.unlock();
        }
    }

    private void tell(AlertState state, boolean isGone) {
        boolean raised = state.isRaised();
        String what = state.rule().word() + (state.subject().isEmpty() ? "" : " of " + state.subject());
        String text = what
                + (isGone
                        ? " is not watched any more"
                        : " is " + number(state.value()) + " " + state.rule().unit()
                                + (state.threshold() > 0
                                        ? ", the threshold is " + number(state.threshold())
                                        : ", there is no threshold any more"));
        var facts = new LinkedHashMap<String, String>();
        facts.put("rule", state.rule().word());
        facts.put("value", number(state.value()));
        facts.put("threshold", number(state.threshold()));
        facts.put("unit", state.rule().unit());
        facts.put("severity", state.rule().isInformation() ? "information" : "warning");
        if (raised) {
            log.alertRaised(text, !state.rule().isInformation());
        } else {
            log.alertCleared(text);
        }
        told.accept(state, text);
        notifications.publish(
                raised ? MqNotification.Type.ALERT_RAISED : MqNotification.Type.ALERT_CLEARED,
                state.subject(),
                text,
                facts);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** One look at everything; confined to who looks. */
    final class Round {
        private final int looks;
        private final Set<Key> seen = new HashSet<>();

        private Round(int looks) {
            this.looks = looks;
        }

        /**
         * One value.
         *
         * @param value not a number while it is not known
         * @param threshold 0 for none
         */
        void is(AlertRule rule, String subject, double value, double threshold) {
            var key = new Key(rule, subject);
            seen.add(key);
            Alert.Change change;
            AlertState state;
            lock.lock();
            try {
                var alert = alerts.computeIfAbsent(key, fresh -> new Alert(rule, subject, clock.millis()));
                change = alert.look(value, threshold, looks, clock.millis());
                state = alert.state();
            } finally {
                lock.unlock();
            }
            if (change != Alert.Change.NONE) {
                tell(state, false);
            }
        }

        private void end() {
            List<AlertState> gone;
            lock.lock();
            try {
                gone = alerts.entrySet().stream()
                        .filter(entry -> !seen.contains(entry.getKey()))
                        .map(entry -> entry.getValue().state())
                        .toList();
                alerts.keySet().retainAll(seen);
            } finally {
                lock.unlock();
            }
            gone.stream().filter(AlertState::isRaised).forEach(state -> tell(state.cleared(clock.millis()), true));
        }
    }
}
