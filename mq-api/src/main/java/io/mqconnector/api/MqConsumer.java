// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;
import java.util.List;

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
        /** Its Kafka consumer failed and is being replaced, again and again if need be. */
        RECOVERING,
        /** It finishes what has begun. */
        CLOSING,
        /** It delivers nothing any more. */
        CLOSED
    }

    /** Its name in configuration, JMX and logs. */
    String name();

    /** Its consumer group. */
    String group();

    /** Its topics; unmodifiable. */
    List<String> topics();

    /** Where it is in its life. */
    State state();

    /** A snapshot of what it has done. */
    MqConsumerStats stats();

    /** Stops fetching and starting deliveries; what has begun is finished, the partitions are kept. Idempotent. */
    void pause();

    /** Ends a {@link #pause()}. Idempotent. */
    void resume();

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
