// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqProducerStats;
import io.mqconnector.engine.outbound.RotationStats;
import javax.management.MBeanOperationInfo;

/** The producer of a connection, over JMX. */
@Description("The producer of a connection: what was sent, acknowledged and failed, and how long it took; its stripes")
public interface ProducerMXBean {
    /** What the producer has done, one consistent snapshot. */
    @Description("Counts since the start; latencies in microseconds and rate over the last minute")
    MqProducerStats getStats();

    /** What was replaced and why, one consistent snapshot. */
    @Description("Producers replaced since the start, by cause; how long senders were held, in microseconds")
    RotationStats getRotations();

    /** How many stripes are open. */
    @Description("Stripes that have a producer; fewer than there are while one cannot be built")
    @Units("stripes")
    int getOpenStripeCount();

    /** How many stripes there are. */
    @Description("Stripes: shared Kafka producers for plain sends (mq.pool.stripes)")
    @Units("stripes")
    int getStripeCount();

    /** Changes it; waits until it is so. The order of each key holds. */
    void setStripeCount(int stripes);

    /** Longest wait to fill a batch. */
    @Description("Longest wait to fill a batch (mq.producer.linger)")
    @Units("milliseconds")
    long getLingerMillis();

    /** As {@code mq.producer.linger} allows; renews the producers. */
    void setLingerMillis(long millis);

    /** Most bytes in a batch. */
    @Description("Most bytes in a batch of one partition (mq.producer.batch-size)")
    @Units("bytes")
    long getBatchSizeBytes();

    /** As {@code mq.producer.batch-size} allows; renews the producers. */
    void setBatchSizeBytes(long bytes);

    /** How long a message may take. */
    @Description("How long a message may take until it is acknowledged or failed (mq.producer.delivery-timeout)")
    @Units("milliseconds")
    long getDeliveryTimeoutMillis();

    /** As {@code mq.producer.delivery-timeout} allows; renews the producers. */
    void setDeliveryTimeoutMillis(long millis);

    /** How long a send may wait. */
    @Description("How long a send may wait for metadata or room (mq.producer.max-block)")
    @Units("milliseconds")
    long getMaxBlockMillis();

    /** As {@code mq.producer.max-block} allows; renews the producers. */
    void setMaxBlockMillis(long millis);

    /** Messages of a batch send. */
    @Description("Most messages that a synchronous batch send has under way (mq.producer.max-batch-count)")
    @Units("messages")
    int getMaxBatchCount();

    /** 1 or more. */
    void setMaxBatchCount(int value);

    /** Bytes of a batch send. */
    @Description("Most bytes that a synchronous batch send has under way (mq.producer.max-batch-size)")
    @Units("bytes")
    long getMaxBatchSizeBytes();

    /** As {@code mq.producer.max-batch-size} allows. */
    void setMaxBatchSizeBytes(long bytes);

    /** Whether failed sends are tried again. */
    @Description("Whether sends that failed as NOT_WRITTEN are tried again (mq.retry.enabled)")
    boolean isRetryEnabled();

    /** For sends that begin later. */
    void setRetryEnabled(boolean value);

    /** How often a message is sent. */
    @Description("How often a message is sent, the first time included (mq.retry.attempts)")
    @Units("sends")
    int getRetryAttempts();

    /** 1 or more. */
    void setRetryAttempts(int value);

    /** The first pause. */
    @Description("First pause before a failed message is sent again (mq.retry.backoff)")
    @Units("milliseconds")
    long getRetryBackoffMillis();

    /** Not above {@link #getRetryMaxBackoffMillis()}. */
    void setRetryBackoffMillis(long millis);

    /** How pauses grow. */
    @Description("By how much each pause is longer than the one before (mq.retry.multiplier)")
    @Units("times")
    double getRetryMultiplier();

    /** 1 or more. */
    void setRetryMultiplier(double value);

    /** The longest pause. */
    @Description("Longest pause before a failed message is sent again (mq.retry.max-backoff)")
    @Units("milliseconds")
    long getRetryMaxBackoffMillis();

    /** Not below {@link #getRetryBackoffMillis()}. */
    void setRetryMaxBackoffMillis(long millis);

    /** The random part of pauses. */
    @Description("Random part of each pause, 0 to 1 (mq.retry.jitter)")
    @Units("parts of a pause")
    double getRetryJitter();

    /** 0 to 1. */
    void setRetryJitter(double value);

    /**
     * Replaces the producers of all stripes and waits until that is done.
     *
     * @return what happened
     */
    @Description(
            value = "Replaces the Kafka producers of all stripes, nothing lost, each key's order kept; waits for it",
            impact = MBeanOperationInfo.ACTION_INFO)
    RotationResult rotate();

    /**
     * Replaces the producer of one stripe without waiting for what it has in flight.
     *
     * @param stripe from 0
     * @return what happened
     */
    @Description(
            value = "Replaces the Kafka producer of one stripe at once: what it has in flight fails as UNKNOWN",
            impact = MBeanOperationInfo.ACTION_INFO)
    RotationResult evict(@Parameter(name = "stripe", value = "Number of the stripe, 0 to StripeCount - 1") int stripe);

    /**
     * Waits until all that was sent before has its outcome.
     *
     * @param timeoutMillis longest wait, 1 to 3,600,000
     */
    @Description(
            value = "Waits until all that was sent before is acknowledged or has failed",
            impact = MBeanOperationInfo.ACTION)
    void flush(
            @Parameter(name = "timeoutMillis", value = "Longest wait in milliseconds, 1 to 3600000")
                    long timeoutMillis);

    /**
     * Asks the cluster.
     *
     * @param timeoutMillis longest wait, 1 to 3,600,000
     */
    @Description(value = "Makes a round trip to the cluster and tells what it found", impact = MBeanOperationInfo.INFO)
    PingResult ping(
            @Parameter(name = "timeoutMillis", value = "Longest wait in milliseconds, 1 to 3600000")
                    long timeoutMillis);
}
