// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqException;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.pool.PooledProducer;
import java.time.Duration;
import java.util.Map;

/** Where stripes get their producers from. Thread-safe; every method may block, none is called on a caller's thread. */
public interface LaneSource {
    /**
     * Builds a producer.
     *
     * @throws MqException if none can be had
     */
    PooledProducer lease();

    /**
     * Builds a producer that takes the place of another, beside which it lives for a while.
     *
     * @throws MqException if none can be had
     */
    PooledProducer leaseReplacement();

    /**
     * Closes a producer.
     *
     * @param cause why, for the pool's statistics
     * @param isAtOnce whether what it has in flight fails, instead of being waited for as long as closing may take
     */
    void end(PooledProducer producer, Cause cause, boolean isAtOnce);

    /** What producers are built with. */
    Map<String, Object> properties();

    /** Takes what was built until now for outdated, and builds as before. */
    void renew();

    /**
     * Other properties, with which nobody but their holder builds yet.
     *
     * @param limits that go with them
     */
    Prepared prepare(Map<String, Object> changed, SendLimits limits);

    /** Whether a producer was built with what is in force. */
    boolean isCurrent(PooledProducer producer);

    /** Properties that are to come. Thread-safe. */
    interface Prepared {
        /**
         * Builds a producer that takes the place of another, beside which it lives for a while.
         *
         * @throws MqException if none can be had
         */
        PooledProducer lease();

        /** Builds producers with them from now on. */
        void adopt();
    }

    /**
     * Proves that the cluster takes these credentials, without a topic.
     *
     * @throws MqException if it does not, or does not answer in time
     */
    void authenticate(Map<String, Object> properties, Duration timeout);
}
