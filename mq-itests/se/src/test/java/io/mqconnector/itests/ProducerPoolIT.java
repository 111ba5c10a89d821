// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.api.MqPooledProducer;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.FaultProxy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Producers borrowed directly, on a real broker whose connections are counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ProducerPoolIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FaultProxy proxy;
    private EmbeddedBroker broker;

    @BeforeAll
    void start() {
        proxy = FaultProxy.open();
        broker = EmbeddedBroker.builder().advertisedPort(proxy.port()).build();
        proxy.target(broker::address);
        broker.start();
    }

    @AfterAll
    void close() {
        broker.close();
        proxy.close();
    }

    private MqConfig.Builder config(String instance) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.pool.stripes", "1")
                .set("mq.pool.max-connections", "4")
                .set("mq.pool.borrow-timeout", "20s");
    }

    private static ObjectName bean(String instance) throws Exception {
        return new ObjectName("io.mqconnector:type=ProducerPool,connector=" + instance + ",name=\"default\"");
    }

    @Test
    void lendsAProducerThatSendsUntilItIsGivenBack() {
        String topic = broker.uniqueTopic("lent", 2);
        try (var mq = Mq.create(config("lent").build())) {
            String clientId;
            MqPooledProducer kept;
            try (var producer = mq.pool().borrow()) {
                kept = producer;
                clientId = producer.clientId();
                assertThat(producer.send(topic, "k", "one").topic()).isEqualTo(topic);
                var stage = producer.sendAsync(topic, "k", "two").toCompletableFuture();
                producer.flush(PATIENCE);
                assertThat(stage).isCompleted();
                assertThat(producer.ping(PATIENCE).isReachable()).isTrue();
            }

            var late = catchThrowableOfType(MqSendException.class, () -> kept.send(topic, "k", "late"));
            assertThat(late.code()).isEqualTo(MqErrorCode.CLOSED);
            assertThat(late.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(late).hasMessageContaining("given back").hasMessageContaining("borrow another");
            assertThat(catchThrowableOfType(MqConnectionException.class, () -> kept.flush(PATIENCE))
                            .code())
                    .isEqualTo(MqErrorCode.CLOSED);
            try (var again = mq.pool().borrow(PATIENCE)) {
                assertThat(again.clientId()).isEqualTo(clientId);
                again.invalidate();
            }
            assertThat(mq.pool().stats().destroyedByCause()).containsEntry(Cause.REQUESTED, 1L);
            try (var other = mq.pool().borrow()) {
                assertThat(other.clientId()).isNotEqualTo(clientId);
            }
            assertThat(broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                    .extracting(record -> record.value())
                    .containsExactly("one", "two");
            assertThat(mq.pool().ping(PATIENCE).isReachable()).isTrue();
        }
    }

    @Test
    void saysInNumbersThatAllAreInUse() {
        try (var mq = Mq.create(config("full").build());
                var transaction = mq.producer().beginTransaction();
                var one = mq.pool().borrow();
                var two = mq.pool().borrow()) {
            // not from the beginning: those above are built within it, on a broker that has just started
            assertThat(mq.override(Map.of("mq.pool.borrow-timeout", "3s"))).succeedsWithin(PATIENCE);

            var failure = catchThrowableOfType(
                    MqConnectionException.class, () -> mq.pool().borrow());

            assertThat(failure.code()).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
            assertThat(failure)
                    .hasMessageContaining("within PT3S")
                    .hasMessageContaining("total=4/4")
                    .hasMessageContaining("3 plain + 1 transactional")
                    .hasMessageContaining("idle=0")
                    .hasMessageContaining(Thread.currentThread().getName());
            assertThat(mq.pool().stats().exhaustedCount()).isEqualTo(1);
            assertThat(List.of(one, two)).doesNotContainNull();
            assertThat(transaction).isNotNull();
        }
    }

    @Test
    void reportsWhoDoesNotGiveAProducerBackAndThatItCameAfterAll() {
        try (var log = CapturedLog.open();
                var mq = Mq.create(config("leak")
                        .set("mq.pool.leak-detection-threshold", "100ms")
                        .build())) {
            var producer = mq.pool().borrow();
            String clientId = producer.clientId();
            String me = Thread.currentThread().getName();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log.lines("MQ1060", "is not back", clientId, me, "PT0.1S"))
                            .hasSize(1));
            assertThat(mq.pool().stats().leakedCount()).isEqualTo(1);
            producer.close();

            assertThat(log.lines("MQ1061", clientId)).hasSize(1);
        }
    }

    @Test
    void closesConnectionsWhenTheLimitIsLoweredBelowWhatIsLeased() throws Exception {
        String topic = broker.uniqueTopic("lowered", 1);
        var beans = ManagementFactory.getPlatformMBeanServer();
        try (var mq = Mq.create(config("lowered").set("mq.pool.max-idle", "4").build())) {
            mq.producer().send(topic, "x");
            var loans = new ArrayList<MqPooledProducer>();
            for (int i = 0; i < 3; i++) {
                var loan = mq.pool().borrow();
                loan.send(topic, "x");
                loans.add(loan);
            }
            int before = proxy.connectionCount();

            beans.setAttribute(bean("lowered"), new Attribute("MaxConnections", 2));

            loans.get(0).send(topic, "still mine");
            assertThat(mq.pool().stats().activeCount()).isEqualTo(4);
            loans.forEach(MqPooledProducer::close);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(proxy.connectionCount()).isLessThanOrEqualTo(before - 2));
            assertThat(mq.pool().stats().idleCount()).isEqualTo(1);
            var stats = (CompositeData) beans.getAttribute(bean("lowered"), "Stats");
            assertThat(stats.get("maxCount")).isEqualTo(2);
            var resized = ((TabularData) stats.get("destroyedByCause")).get(new Object[] {"RESIZE"});
            assertThat(resized.get("value")).isEqualTo(2L);
        }
    }

    @Test
    void closesEverythingWithTheConnector() {
        String topic = broker.uniqueTopic("end", 1);
        int before = proxy.connectionCount();
        MqPooledProducer kept;
        try (var mq = Mq.create(config("end").build())) {
            kept = mq.pool().borrow();
            kept.send(topic, "x");
            mq.producer().inTransaction(transaction -> transaction.send(topic, "y"));
            assertThat(proxy.connectionCount()).isGreaterThan(before);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(proxy.connectionCount()).isLessThanOrEqualTo(before));
        assertThat(catchThrowableOfType(MqSendException.class, () -> kept.send(topic, "late"))
                        .outcome())
                .isEqualTo(MqOutcome.NOT_WRITTEN);
        kept.close();
    }
}
