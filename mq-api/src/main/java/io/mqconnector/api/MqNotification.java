// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that whoever operates a connector wants to know. Immutable; holds no secret, and nothing of a message.
 *
 * @param type what it is about
 * @param instanceId which connector tells it: {@code mq.instance-id}
 * @param subject which connection, listener or consumer group it is about; empty for the connector
 * @param text what happened, in a sentence
 * @param time when
 * @param facts the same for machines, by name; unmodifiable, in the order of importance
 */
public record MqNotification(
        Type type, String instanceId, String subject, String text, Instant time, Map<String, String> facts) {
    /** What notifications are about; never renamed, safe to act on. */
    public enum Type {
        /** A threshold was crossed, for as many intervals as are configured. */
        ALERT_RAISED("alert.raised"),
        /** What was crossed is not any more, for as many intervals. */
        ALERT_CLEARED("alert.cleared"),
        /** A group is behind, and more or fewer consumers or partitions would help, or not any more. */
        SCALE_ADVICE("scale.advice"),
        /** A listener, or one of its partitions, stands still until somebody acts. */
        LISTENER_STOPPED("listener.stopped"),
        /** A listener has work and makes no progress. */
        LISTENER_STALLED("listener.stalled"),
        /** A listener that was told to be stalled makes progress again. */
        LISTENER_RECOVERED("listener.recovered"),
        /** The Kafka consumers of a listener are built anew, or it was started again. */
        LISTENER_RESTARTED("listener.restarted"),
        /** Another configuration is in force. */
        CONFIGURATION_CHANGED("config.changed");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** The type as JMX and the webhook write it: {@code alert.raised}. */
        public String word() {
            return word;
        }
    }

    public MqNotification {
        requireNonNull(type, "type");
        requireNonNull(instanceId, "instanceId");
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
        requireNonNull(time, "time");
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
