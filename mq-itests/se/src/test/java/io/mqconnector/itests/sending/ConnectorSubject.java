// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.outbound.RotationCause;
import io.mqconnector.engine.outbound.RotationReport;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.itests.model.Counts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connector of its own in this JVM, and what an operator does to its producer. */
final class ConnectorSubject implements SendingSubject {
    private static final List<String> COMPRESSIONS = List.of("none", "lz4", "gzip");

    private final SeedPlan plan;
    private final String brokers;
    private final Connector connector;
    private final StripedProducer producer;

    ConnectorSubject(SeedPlan plan, String brokers, String topic) {
        this.plan = plan;
        this.brokers = brokers;
        connector = Connector.start(config(0), ConnectorSubject.class.getClassLoader());
        producer = (StripedProducer) connector.producer();
    }

    private MqConfig config(int chance) {
        return MqConfig.builder()
                .brokers(brokers)
                .instanceId("sending-" + plan.seed())
                .set("mq.pool.stripes", Integer.toString(plan.stripeCount()))
                .set("mq.pool.drain-timeout", millis(plan.drainTimeout()))
                .set("mq.pool.health-check-interval", "300ms")
                .set("mq.producer.max-block", millis(SeedPlan.MAX_BLOCK))
                .set("mq.producer.request-timeout", millis(SeedPlan.REQUEST_TIMEOUT))
                .set("mq.producer.delivery-timeout", millis(plan.deliveryTimeout()))
                .set("mq.producer.linger", chance % 8 + "ms")
                .set("mq.producer.compression", COMPRESSIONS.get(chance % COMPRESSIONS.size()))
                .set("mq.kafka.producer.reconnect.backoff.max.ms", "200")
                .set("mq.retry.enabled", Boolean.toString(plan.isRetrying()))
                .build();
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return producer.send(message);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return producer.sendAsync(message);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        producer.sendAsync(message, callback);
    }

    @Override
    public MqBatchResult sendBatch(List<MqMessage> messages) {
        return producer.sendBatch(messages);
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<MqMessage> messages) {
        return producer.sendBatchAsync(messages);
    }

    @Override
    public void rotateOne(int chance) {
        int stripe = chance % producer.stripeCount();
        done(chance / 64 % 5 == 0 ? producer.evict(stripe) : producer.rotate(stripe));
    }

    @Override
    public void rotateAll() {
        done(producer.rotate(RotationCause.REQUESTED));
    }

    @Override
    public void resize(int stripeCount) {
        done(producer.resize(stripeCount));
    }

    @Override
    public void reconfigure(int chance) {
        var config = ConfigSnapshot.read(config(chance), ConnectorSubject.class.getClassLoader());
        done(producer.reconfigure(config.producerProperties(), SendLimits.of(config.connection(""))));
    }

    private static void done(CompletableFuture<RotationReport> operation) {
        RotationReport report = operation.join();
        MqException failure = report.failure();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public boolean kill(Death death, int chance) {
        var producers = Producers.of(producer);
        if (producers.isEmpty()) {
            return false;
        }
        death.strike(producers.get(chance % producers.size()));
        return true;
    }

    @Override
    public void count(Counts<Count> counts) {
        var rotations = producer.rotations();
        counts.add(Count.ROTATIONS, rotations.replacedCount());
        counts.add(Count.BY_AGE, rotations.lifetimeCount());
        counts.add(Count.BY_CONFIGURATION, rotations.configurationCount());
        counts.add(Count.BY_RESIZE, rotations.resizeCount());
        counts.add(Count.BY_DEATH, rotations.deathCount());
        counts.add(Count.BY_REQUEST, rotations.requestedCount());
    }

    @Override
    public void close() {
        connector.close();
    }
}
