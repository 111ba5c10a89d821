// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqProducerStats;
import io.mqconnector.engine.outbound.RotationStats;

/** The producer of a connector, over JMX. */
@Description(
        "The producer: what was sent, acknowledged and failed, and how long it took; its stripes and circuit breaker")
public interface ProducerMXBean {
    /** What the producer has done, one consistent snapshot. */
    @Description("Counts since the start; latencies in microseconds and rate over the last minute")
    MqProducerStats getStats();

    /** How many stripes are open. */
    @Description("Stripes that have a producer; fewer than there are while one cannot be built")
    int getOpenStripeCount();

    /** How many stripes there are. */
    @Description("Stripes: shared Kafka producers for plain sends")
    int getStripeCount();

    /** What was replaced and why, one consistent snapshot. */
    @Description("Producers replaced since the start, by cause; how long senders were held, in microseconds")
    RotationStats getRotations();

    /**
     * Replaces the producers of all stripes and waits until that is done.
     *
     * @return what happened
     */
    @Description("Replaces the Kafka producers of all stripes, nothing lost, each key's order kept; waits for it")
    String rotate();

    /**
     * Replaces the producer of one stripe without waiting for what it has in flight.
     *
     * @return what happened
     */
    @Description("Replaces the Kafka producer of one stripe at once: what it has in flight fails as UNKNOWN")
    String evict(@Description("stripe") int stripe);

    /** {@code CLOSED}, {@code OPEN}, {@code HALF_OPEN}, or {@code DISABLED}. */
    @Description("State of the circuit breaker: CLOSED (sends go through), OPEN, HALF_OPEN, or DISABLED")
    String getBreakerState();

    /** Failures of the cluster in a row. */
    @Description("Failures of the cluster in a row, while the circuit breaker is closed")
    int getBreakerFailureCount();

    /** How often the circuit breaker has opened. */
    @Description("How often the circuit breaker has opened since the start")
    int getBreakerOpenedCount();

    /** After how many failures in a row the circuit breaker opens. */
    @Description("After how many failures of the cluster in a row the circuit breaker opens; 0 while it is disabled")
    int getBreakerFailureThreshold();

    /** Changes it at once; at least 1. */
    void setBreakerFailureThreshold(int failureThreshold);

    /** How long the circuit breaker stays open. */
    @Description("How long the circuit breaker stays open, in milliseconds; 0 while it is disabled")
    long getBreakerOpenDurationMillis();

    /** Changes it at once; not negative. */
    void setBreakerOpenDurationMillis(long millis);

    /** How many trials must succeed for the circuit breaker to close. */
    @Description("How many sends are let through as trials, all of which must succeed; 0 while it is disabled")
    int getBreakerTrialCount();

    /** Changes it at once; at least 1. */
    void setBreakerTrialCount(int trialCount);

    /** Lets sends through again, whatever the circuit breaker knows. */
    @Description("Closes the circuit breaker")
    void closeBreaker();
}
