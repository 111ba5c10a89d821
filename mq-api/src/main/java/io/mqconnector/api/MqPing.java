// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a ping found: a true round trip to the cluster, at most one a second, shared by all who ask. Immutable. */
public final class MqPing {
    private final boolean reachable;
    private final int brokerCount;
    private final String clusterId;
    private final long roundTripNanos;
    private final @Nullable MqException failure;

    private MqPing(
            boolean reachable, int brokerCount, String clusterId, long roundTripNanos, @Nullable MqException failure) {
        this.reachable = reachable;
        this.brokerCount = brokerCount;
        this.clusterId = clusterId;
        this.roundTripNanos = roundTripNanos;
        this.failure = failure;
    }

    /** The cluster answered. */
    public static MqPing answered(String clusterId, int brokerCount, long roundTripNanos) {
        return new MqPing(true, brokerCount, clusterId, roundTripNanos, null);
    }

    /** It did not. */
    public static MqPing failed(MqException failure, long afterNanos) {
        return new MqPing(false, 0, "", afterNanos, failure);
    }

    /** Whether a broker answered. */
    public boolean isReachable() {
        return reachable;
    }

    /** How many brokers the cluster has; 0 when none answered. */
    public int brokerCount() {
        return brokerCount;
    }

    /** The cluster's id; empty when none answered. */
    public String clusterId() {
        return clusterId;
    }

    /** How long the answer took, or how long it was waited for, in nanoseconds. */
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /** Why none answered. */
    public Optional<MqException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return reachable
                ? "MqPing[" + brokerCount + " brokers, " + roundTripNanos / 1_000 + " us]"
                : "MqPing[unreachable: " + failure + "]";
    }
}
