// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.inbound.ManualTimer;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.PoolSettings;
import io.mqconnector.engine.pool.ProducerNaming;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ScriptedSource;
import io.mqconnector.spi.PayloadConverters;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BorrowedProducerTest {
    private final ScriptedSource source = new ScriptedSource();
    private final ManualTimer timer = new ManualTimer();
    private final ProducerPool pool = new ProducerPool(
            source,
            new ProducerNaming("c", "mq-node-1-tx"),
            new PoolSettings(
                    2,
                    0,
                    2,
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ZERO),
            Runnable::run,
            timer,
            System::nanoTime);
    private final BorrowablePool borrowable = new BorrowablePool(
            new ExclusiveContext(
                    pool,
                    new Payloads(PayloadConverters.of(BorrowedProducerTest.class.getClassLoader()), code -> {}),
                    code -> {},
                    new TopicTraffic(10),
                    Runnable::run,
                    System::nanoTime),
            new ClusterWatch(
                    new ClientFactory(Runnable::run),
                    "watch",
                    new ClusterWatch.Settings(Map.of(), "b:9092", Duration.ofSeconds(1)),
                    timer));

    @AfterEach
    void close() {
        pool.close();
        timer.shutdownNow();
    }

    @Test
    void isNotLentAgainOnceItIsInAnErrorState() {
        source.eachSend = () -> {
            throw new KafkaException("in an error state", new KafkaException("unexpected error"));
        };

        try (var broken = borrowable.borrow()) {
            var stage = broken.sendAsync(MqMessage.of("t", null, new byte[1])).toCompletableFuture();
            assertThat(stage).isCompletedExceptionally();
        }

        assertThat(pool.stats().idleCount()).isZero();
        assertThat(source.built.get(0).closed()).isTrue();
    }
}
