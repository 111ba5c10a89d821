// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.outbound.CircuitBreaker;
import javax.management.MBeanOperationInfo;

/** The circuit breaker of a connection, over JMX. */
@Description("The circuit breaker of a producer: sends fail at once while the cluster is in trouble")
public interface BreakerMXBean {
    /** What it is doing just now, one consistent snapshot. */
    @Description("State (CLOSED: sends go through, OPEN, HALF_OPEN, or DISABLED by mq.breaker.enabled), failures of the"
            + " cluster in a row, milliseconds until it tries again, how often it has opened")
    CircuitBreaker.View getStatus();

    /** Whether there is one. */
    @Description("Whether sends fail at once while the cluster is in trouble (mq.breaker.enabled)")
    boolean isEnabled();

    /** Changes it at once; one that is enabled begins closed. */
    void setEnabled(boolean value);

    /** After how many failures in a row it opens. */
    @Description("After how many failures of the cluster in a row it opens (mq.breaker.failure-threshold)")
    @Units("failures")
    int getFailureThreshold();

    /** Changes it at once; at least 1. */
    void setFailureThreshold(int failureThreshold);

    /** How long it stays open. */
    @Description("How long it stays open (mq.breaker.open-duration)")
    @Units("milliseconds")
    long getOpenDurationMillis();

    /** Changes it at once. */
    void setOpenDurationMillis(long millis);

    /** How many trials must succeed for it to close. */
    @Description("How many sends are let through as trials, all of which must succeed (mq.breaker.trial-count)")
    @Units("sends")
    int getTrialCount();

    /** Changes it at once; at least 1. */
    void setTrialCount(int trialCount);

    /** Lets sends through again, whatever it knows. */
    @Description(value = "Lets sends through again, whatever it knows", impact = MBeanOperationInfo.ACTION)
    void close();
}
