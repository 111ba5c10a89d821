// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A running subscription: a member of a consumer group that delivers to one listener.
 *
 * <p>Thread-safe. Whoever started it closes it; closing the connector closes it too. Delivery semantics are those of
 * {@link MqMessageListener}.
 */
public interface MqConsumer extends AutoCloseable {
    /** Where the subscription is in its life. */
    enum State {
        /** Its Kafka consumer is being built, or has no partitions yet. */
        STARTING,
        /** It has joined its group and delivers what there is. */
        RUNNING,
        /** It delivers, but not from every partition: one stands still, or the dead-letter topic is missing. */
        DEGRADED,
        /** Its Kafka consumer failed and is being replaced. */
        RECOVERING,
        /** Its Kafka consumer failed {@code mq.listener.restart-attempts} times in a row; {@link #restart} tries again. */
        FAILED,
        /** It was stopped by somebody who operates it, and can be started again over JMX: it has no Kafka consumer meanwhile. */
        STOPPED,
        /** It finishes what has begun; then it is {@link #STOPPED} or {@link #CLOSED}. */
        CLOSING,
        /** It delivers nothing any more. */
        CLOSED
    }

    /** Its name in configuration, JMX and logs. */
    String name();

    /** Its consumer group. */
    String group();

    /** Its topics; those found so far if it was given a pattern. Unmodifiable. */
    List<String> topics();

    /** Where it is in its life. */
    State state();

    /** A snapshot of what it has done. */
    MqConsumerStats stats();

    /** Stops fetching and starting deliveries; what has begun is finished, the partitions are kept. Idempotent. */
    void pause();

    /**
     * Ends a {@link #pause()}, and lets partitions go on that a record has stopped: that record is delivered again, with as
     * many further attempts as a new one. Idempotent.
     */
    void resume();

    /**
     * Closes its Kafka consumers as a rebalance would and builds them anew; ends {@link State#FAILED}, but not
     * {@link State#STOPPED}. Returns at once.
     */
    void restart();

    /**
     * Adds topics to those it takes. Returns at once; the group rebalances.
     *
     * @throws MqConfigException if it was given a pattern, or a name is not a legal topic; nothing has changed
     */
    void subscribe(String... topics);

    /**
     * Takes topics away. What has begun of them is finished and committed. Returns at once; the group rebalances. Without
     * any topic left it leaves its group, until topics are added.
     *
     * @param topics those to take away; none at all means all of them
     * @throws MqConfigException if it was given a pattern and some topics are named
     */
    void unsubscribe(String... topics);

    /** The partitions assigned to this process now; unmodifiable. */
    Set<MqPartition> assignment();

    /**
     * Where each assigned partition stands: the first offset that is not done. Unmodifiable.
     */
    Map<MqPartition, Long> positions();

    /**
     * What the broker has confirmed as committed by this process, for each assigned partition. Unmodifiable.
     */
    Map<MqPartition, Long> committed();

    /**
     * Commits all that is done, now.
     *
     * @param timeout longest wait, positive
     * @throws MqConnectionException if the broker did not confirm in time; a later commit covers it
     */
    void commit(Duration timeout);

    /**
     * Commits these offsets, each the first that is not to be delivered again. What lies before them counts as done.
     *
     * @param offsets of assigned partitions
     * @param force whether unfinished records may be passed; they are then given up
     * @param timeout longest wait, positive
     * @throws MqConfigException if a partition is not assigned, an offset is not between what is committed and what has
     *     been received, or records before it are unfinished and {@code force} is not set: nothing was committed
     * @throws MqConnectionException if the broker did not confirm in time
     */
    void commit(Map<MqPartition, Long> offsets, boolean force, Duration timeout);

    /**
     * Goes on elsewhere. What has begun is finished or given up as in a rebalance, and counts no longer; the new position is
     * committed.
     *
     * @param partition assigned
     * @param offset the next to be delivered, 0 or more
     * @param timeout longest wait, positive
     * @throws MqConfigException if the partition is not assigned
     * @throws MqConnectionException if it could not be done in time; the position is as it was, unless the message says that
     *     this is not known
     */
    void seek(MqPartition partition, long offset, Duration timeout);

    /**
     * Goes on at the beginning of these partitions, as {@link #seek}: what has begun in any of them may finish meanwhile, and
     * all partitions of one Kafka consumer go on elsewhere, or none.
     *
     * @param partitions assigned; all of them if empty
     * @throws MqConnectionException if it could not be done for all; the message says for which it was, unless it was for none
     */
    void seekToBeginning(Set<MqPartition> partitions, Duration timeout);

    /**
     * Goes on at the end of these partitions, as {@link #seekToBeginning}: what is there now is passed over.
     *
     * @param partitions assigned; all of them if empty
     */
    void seekToEnd(Set<MqPartition> partitions, Duration timeout);

    /**
     * Goes on at the first record of that time or later, as {@link #seekToBeginning}; at the end where there is none.
     *
     * @param partitions assigned; all of them if empty
     */
    void seekToTime(Set<MqPartition> partitions, Instant time, Duration timeout);

    /** Closes within {@code mq.listener.close-timeout}; see {@link #close(Duration)}. */
    @Override
    void close();

    /**
     * Stops fetching, lets the records that have begun finish, commits what is done, leaves the group. Nothing is
     * delivered after this returned, except to a listener that did not return in time. Idempotent.
     *
     * @param timeout longest wait, positive
     * @return whether everything that had begun was finished and committed in time
     * @throws MqConnectionException {@link MqErrorCode#ILLEGAL_STATE} when called by its own listener, which would wait
     *     for itself
     */
    boolean close(Duration timeout);
}
