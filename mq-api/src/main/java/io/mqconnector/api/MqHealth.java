// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * How a connector is, one snapshot: each connection and each listener with the reasons. Immutable; asks nobody, so that it
 * may be had as often as a probe likes.
 *
 * @param parts connections first, then listeners, each by name
 */
public record MqHealth(List<Part> parts) {
    /** How something is; the later, the worse. */
    public enum Status {
        /** It does what it is for. */
        UP,
        /** It does part of it, or mends itself. */
        DEGRADED,
        /** It does nothing of it. */
        DOWN
    }

    /** What a part is. */
    public enum Kind {
        /** To one cluster: producers and the admin client. */
        CONNECTION,
        /** A member of a consumer group. */
        LISTENER
    }

    /**
     * One connection or listener.
     *
     * @param kind which of both
     * @param name its name in configuration
     * @param status how it is
     * @param isStuck whether a delivery has not returned for {@code mq.listener.stuck-timeout}: only a new process helps
     * @param reasons why it is as it is, a sentence each; may be empty if it is {@link Status#UP}
     */
    public record Part(Kind kind, String name, Status status, boolean isStuck, List<String> reasons) {
        public Part {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(status, "status");
            reasons = List.copyOf(reasons);
        }
    }

    public MqHealth {
        parts = List.copyOf(parts);
    }

    /** The worst of all parts; {@link Status#UP} without any. */
    public Status status() {
        return parts.stream().map(Part::status).max(Comparator.naturalOrder()).orElse(Status.UP);
    }

    /** Whether no part is stuck: what a liveness probe wants to know. */
    public boolean isLive() {
        return parts.stream().noneMatch(Part::isStuck);
    }
}
