// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.pool.PooledProducer;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/**
 * A producer that is ready to take over: built, accepted by the cluster, the metadata of the topics in use fetched, nothing
 * sent. For one thread until it takes over.
 */
final class Replacement implements LaneMaker {
    private final OutboundContext context;
    private final LaneSource source;
    private final PooledProducer producer;
    private final LaneTopics topics;

    /**
     * Builds a producer and leaves it at that: for a stripe that has none there is nothing to lose.
     *
     * @param isBeside whether it takes the place of another that still closes
     * @throws MqException if it cannot be built
     */
    Replacement(OutboundContext context, LaneSource source, boolean isBeside) {
        this(
                context,
                source,
                isBeside ? source.leaseReplacement() : source.lease(),
                context.outcomes().limits());
    }

    private Replacement(OutboundContext context, LaneSource source, PooledProducer producer, SendLimits limits) {
        this.context = context;
        this.source = source;
        this.producer = producer;
        this.topics = new LaneTopics(producer.kafka(), limits.bufferBytes());
    }

    /**
     * Builds one that proves itself first.
     *
     * @param isBeside whether it takes the place of another
     * @param used topics in use; without any, the credentials are tried by another client
     * @throws MqException if it cannot be built or does not get on with the cluster; nothing is left of it
     */
    static Replacement proven(OutboundContext context, LaneSource source, boolean isBeside, Set<String> used) {
        if (used.isEmpty()) {
            source.authenticate(source.properties(), context.outcomes().limits().maxBlock());
        }
        return new Replacement(context, source, isBeside).warmed(used);
    }

    /**
     * Builds one with properties that are to come; the cluster has taken their credentials.
     *
     * @param limits that go with them
     * @param used topics in use
     * @throws MqException if it cannot be built or does not get on with the cluster; nothing is left of it
     */
    static Replacement prepared(
            OutboundContext context,
            LaneSource source,
            LaneSource.Prepared properties,
            SendLimits limits,
            Set<String> used) {
        return new Replacement(context, source, properties.lease(), limits).warmed(used);
    }

    private Replacement warmed(Set<String> used) {
        try {
            for (String topic : used) {
                warm(topic);
            }
            return this;
        } catch (MqException e) {
            end();
            throw e;
        }
    }

    /** Whether it was built with what is in force by now. */
    boolean isCurrent() {
        return source.isCurrent(producer);
    }

    @Override
    public Lane make(Stripe stripe, boolean isOpen) {
        return new Lane(stripe, producer, context, topics, context.nanoTime().getAsLong(), null, isOpen);
    }

    /** It is not needed after all. */
    void end() {
        source.end(producer, Cause.CLOSED, true);
    }

    private void warm(String topic) {
        try {
            topics.know(
                    topic,
                    producer.kafka().partitionsFor(topic).size(),
                    context.nanoTime().getAsLong());
        } catch (KafkaException e) {
            var failure = KafkaErrors.connection(e, "producer " + producer.clientId() + " is not fit to take over");
            // a topic that is gone, or closed to this user, is nothing against the producer
            if (failure.code() != MqErrorCode.TOPIC_NOT_FOUND && failure.code() != MqErrorCode.AUTHORIZATION_FAILED) {
                throw failure;
            }
        }
    }
}
