// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqHealth.Kind;
import io.mqconnector.api.MqHealth.Part;
import io.mqconnector.api.MqHealth.Status;
import io.mqconnector.api.MqPing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of a connection or listener that probes ask about. Stateless; asks no broker. */
final class Health {
    private Health() {}

    /**
     * Of a connection.
     *
     * @param last look at the cluster; null before the first
     * @param openStripes producers there are
     * @param stripes producers there are to be
     * @param breaker state of the circuit breaker; empty if there is none
     */
    static Part connection(String name, @Nullable MqPing last, int openStripes, int stripes, String breaker) {
        var status = Status.UP;
        var reasons = new ArrayList<String>();
        if (last == null) {
            status = Status.DOWN;
            reasons.add("the cluster has not answered yet");
        } else if (!last.isReachable()) {
            status = Status.DOWN;
            reasons.add("no broker answers: "
                    + last.failure().map(MqException::getMessage).orElse("no reason given"));
        }
        if (openStripes < stripes) {
            status = worse(status, openStripes == 0 ? Status.DOWN : Status.DEGRADED);
            reasons.add(openStripes + " of " + stripes + " producers could be built");
        }
        if (breaker.equals("OPEN")) {
            status = worse(status, Status.DEGRADED);
            reasons.add("the circuit breaker is OPEN: sends fail at once");
        } else if (breaker.equals("HALF_OPEN")) {
            // for as long as nobody sends anything: that is no reason to call it ill
            reasons.add("the circuit breaker is HALF_OPEN: the next sends show whether it closes");
        }
        return new Part(Kind.CONNECTION, name, status, false, reasons);
    }

    /** Of a listener. */
    static Part listener(
            String name, MqConsumer.State state, boolean isPaused, MqConsumerStats stats, Duration stuckTimeout) {
        var reasons = new ArrayList<String>();
        var status = switch (state) {
            case STARTING, RUNNING -> Status.UP;
            case DEGRADED, RECOVERING -> Status.DEGRADED;
            case FAILED, STOPPED, CLOSING, CLOSED -> Status.DOWN;
        };
        switch (state) {
            case STARTING -> reasons.add("it has no partitions yet");
            case RUNNING -> {
                // nothing to say
            }
            case DEGRADED ->
                reasons.add(
                        stats.stoppedCount() > 0
                                ? stats.stoppedCount() + " of " + stats.assignedCount() + " partitions stand still"
                                : "its dead-letter topic is missing");
            case RECOVERING -> reasons.add("its Kafka consumer failed and is being replaced");
            case FAILED -> reasons.add("its Kafka consumer failed too often; restart it");
            case STOPPED -> reasons.add("it was stopped; start it");
            case CLOSING, CLOSED -> reasons.add("it is closed");
        }
        if (isPaused) {
            reasons.add("it is paused");
        }
        boolean isStuck = stats.oldestStartedMillis() >= stuckTimeout.toMillis();
        if (isStuck) {
            status = worse(status, Status.DEGRADED);
            reasons.add("a delivery has not returned for " + stats.oldestStartedMillis() / 1_000 + " s");
        }
        return new Part(Kind.LISTENER, name, status, isStuck, List.copyOf(reasons));
    }

    private static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
