// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What subscriptions use of their connector.
 *
 * @param clientIdPrefix followed by {@code -consumer-}, the listener's name and a number
 * @param clients builds the consumers
 * @param cluster tells missing topics
 * @param deadLetters where records go that failed for good
 * @param outlets what listeners send through
 * @param executor runs poll loops, and whatever else may block
 * @param workers runs workers
 * @param timer for retries
 * @param observer hears of all of them
 * @param maxTopics how many topics of a listener are counted one by one
 */
public record InboundEngine(
        String clientIdPrefix,
        ClientFactory clients,
        ClusterWatch cluster,
        DeadLetters deadLetters,
        Outlets outlets,
        Executor executor,
        WorkerThreads workers,
        ScheduledExecutorService timer,
        ListenerObserver observer,
        int maxTopics) {
    /** The same with other workers. */
    public InboundEngine with(WorkerThreads others) {
        return new InboundEngine(
                clientIdPrefix, clients, cluster, deadLetters, outlets, executor, others, timer, observer, maxTopics);
    }
}
