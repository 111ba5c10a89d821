// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.FailurePolicy;
import io.mqconnector.engine.log.MqLog;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Whether the dead-letter topics and the topics of a subscription are there. Thread-safe. */
final class DeadLetterTopics {
    private static final long CHECK_SECONDS = 30;
    private static final long FIRST_CHECKS_SECONDS = 1;
    private static final long REQUIRE_SECONDS = 10;

    private final MqLog log = MqLog.of(DeadLetterTopics.class);
    private final Deliveries deliveries;
    private final ClusterWatch cluster;
    private final Supplier<Set<String>> topics;
    private final MqLog.Limit topicWarnings;
    private final MqLog.Limit deadLetterWarnings;

    /** Which are missing, as of the last check; replaced whole. */
    private volatile Set<String> missing = Set.of();
    /** Set once; no further check is scheduled. */
    private volatile boolean isEnded;

    /** @param topics those of the subscription, as of now */
    DeadLetterTopics(Deliveries deliveries, ClusterWatch cluster, Supplier<Set<String>> topics) {
        this.deliveries = deliveries;
        this.cluster = cluster;
        this.topics = topics;
        this.topicWarnings = new MqLog.Limit(deliveries.nanoTime);
        this.deadLetterWarnings = new MqLog.Limit(deliveries.nanoTime);
    }

    /** Whether a dead-letter topic is known to be missing. */
    boolean isMissing() {
        return !missing.isEmpty();
    }

    void end() {
        isEnded = true;
    }

    /** Looks now and then. */
    void watch() {
        var wanted = new TreeSet<>(topics.get());
        var deadLetters = wanted();
        var unused = cluster.missing(with(wanted, deadLetters)).whenComplete((absent, failure) -> {
            boolean isAnswered = failure == null && absent != null;
            if (isAnswered) {
                said(wanted, deadLetters, absent);
            }
            if (!isEnded) {
                boolean isSettled = isAnswered && absent.isEmpty() && !wanted.isEmpty();
                var again = deliveries.after(
                        TimeUnit.SECONDS.toNanos(isSettled || isAnswered ? CHECK_SECONDS : FIRST_CHECKS_SECONDS),
                        this::watchAgain);
                if (!again) {
                    isEnded = true;
                }
            }
        });
    }

    /**
     * Fails unless they are there, if they must be.
     *
     * @throws MqConfigException which are missing, or that no broker tells
     */
    void require() {
        var config = deliveries.config();
        var wanted = wanted();
        if (!config.deadLetterRequired() || wanted.isEmpty()) {
            return;
        }
        Set<String> absent;
        try {
            absent = cluster.missing(wanted).get(REQUIRE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConfigException(List.of("interrupted while looking for dead-letter topics " + wanted));
        } catch (ExecutionException | TimeoutException e) {
            throw new MqConfigException(List.of("listener '" + config.name() + "' requires its dead-letter topics "
                    + wanted + ", and no broker says whether they are there: " + e
                    + "; start the broker first or set dead-letter-required=false"));
        }
        if (!absent.isEmpty()) {
            throw new MqConfigException(
                    List.of("listener '" + config.name() + "' requires dead-letter topics that do not"
                            + " exist: " + new TreeSet<>(absent) + "; create them, or set another failure-policy or"
                            + " dead-letter-required=false"));
        }
    }

    private void watchAgain() {
        if (!isEnded) {
            watch();
        }
    }

    private void said(Collection<String> wanted, Collection<String> deadLetters, Set<String> absent) {
        var absentTopics = new TreeSet<>(wanted);
        absentTopics.retainAll(absent);
        if (!absentTopics.isEmpty() && topicWarnings.permits()) {
            log.topicsMissing(deliveries.config().name(), absentTopics.toString());
        }
        var absentLetters = new TreeSet<>(deadLetters);
        absentLetters.retainAll(absent);
        missing = Set.copyOf(absentLetters);
        if (!absentLetters.isEmpty() && deadLetterWarnings.permits()) {
            log.deadLetterTopicMissing(deliveries.config().name(), absentLetters.toString());
        }
    }

    private Set<String> wanted() {
        var config = deliveries.config();
        var wanted = new TreeSet<String>();
        if (config.failurePolicy() == FailurePolicy.DEAD_LETTER && config.retryAttempts() > 0) {
            topics.get().forEach(topic -> wanted.add(config.deadLetterTopic(topic)));
        }
        return wanted;
    }

    private static Set<String> with(Collection<String> some, Collection<String> more) {
        var all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }
}
