// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain Java without a holder of one's own: the shared connector, and objects with a connector each. */
@WithKafka
@Timeout(180)
class SharedIT {
    private final KafkaBroker broker;

    SharedIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    void sendsThroughTheSharedConnectorThatSystemPropertiesConfigure() {
        var topic = broker.uniqueTopic("shared", 1);
        System.setProperty("mq.client.brokers", broker.bootstrapServers());
        try {
            var mq = Mq.shared();
            mq.producer().send(topic, "k", "first");
            Mq.shared().producer().send(topic, "k", "second");
            mq.close();
            try (var next = Mq.shared()) {
                assertThat(next).isNotSameAs(mq);
                next.producer().send(topic, "k", "third");
            }
        } finally {
            System.clearProperty("mq.client.brokers");
        }

        assertThat(broker.consumeAll(topic)).hasSize(3);
    }

    @Test
    void sendsBorrowsAndReceivesWithObjectsThatStandAlone() throws InterruptedException {
        var topic = broker.uniqueTopic("standalone", 1);
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        var consumer = Mq.createConsumer(config("consumer"), "standalone." + topic)
                .topics(topic)
                .set("auto-offset-reset", "earliest")
                .set("failure-policy", "skip")
                .start((message, metadata) -> received.add(String.valueOf(message.text())));
        try (consumer;
                var producer = Mq.createProducer(config("producer"));
                var pool = Mq.createPool(config("pool"))) {
            producer.send(topic, "k", "sent");
            try (var borrowed = pool.borrow()) {
                borrowed.send(topic, "k", "borrowed");
            }

            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("sent");
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("borrowed");
        }
        assertThat(broker.committedOffsets("standalone." + topic).values()).containsExactly(2L);
    }

    private MqConfig config(String what) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("standalone-" + what)
                .build();
    }
}
