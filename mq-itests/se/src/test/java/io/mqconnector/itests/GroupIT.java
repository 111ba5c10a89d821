// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static io.mqconnector.itests.DeliveryWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.management.Attribute;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members of a group come, go and change under load. */
@OnlyInCi
@WithKafka
@Timeout(180)
class GroupIT {
    private static final int RECORDS = 20_000;

    private final KafkaBroker broker;

    GroupIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @CsvSource({
        "classic, org.apache.kafka.clients.consumer.RangeAssignor, key",
        "classic, org.apache.kafka.clients.consumer.CooperativeStickyAssignor, key",
        "classic, org.apache.kafka.clients.consumer.CooperativeStickyAssignor, unordered",
        "consumer, '', partition",
        "consumer, '', key"
    })
    void losesAndRepeatsNothingWhenMembersComeAndGo(String protocol, String assignor, String ordering) {
        try (var world = new DeliveryWorld(broker, "members", 6, false)) {
            var settings = new HashMap<>(Map.of("ordering", ordering, "workers", "8", "protocol", protocol));
            if (!assignor.isEmpty()) {
                settings.put("kafka.partition.assignment.strategy", assignor);
            }
            // slow enough for records to be left when members come and go
            var listener = world.journal.writer("any", (message, metadata) -> LockSupport.parkNanos(2_000_000));
            long cutOff;
            long revoked;
            try (var first = world.consumer(settings).name("first").start(listener)) {
                DeliveryWorld.awaitAssigned(first, 6);
                world.fill(0, RECORDS / 2, 300);
                try (var second = world.consumer(settings).name("second").start(listener)) {
                    await().atMost(PATIENCE).untilAsserted(() -> {
                        assertThat(first.assignment()).hasSize(3);
                        assertThat(second.assignment()).hasSize(3);
                    });
                    world.fill(RECORDS / 2, RECORDS / 2, 300);
                    await().atMost(PATIENCE)
                            .untilAsserted(() ->
                                    assertThat(second.stats().deliveredCount()).isGreaterThan(500));
                    assertThat(second.close(Duration.ofSeconds(20))).isTrue();
                    cutOff = second.stats().cutOffCount();
                }
                world.awaitAllCommitted();
                cutOff += first.stats().cutOffCount();
                revoked = first.stats().revokedCount();
                assertThat(first.stats().failedCommitCount()).isZero();
            }
            assertThat(revoked).isPositive();
            assertThat(cutOff).isZero();
            assertThat(world.journal.places()).hasSize(RECORDS);
            assertThat(world.journal.entries()).as("each once").hasSize(RECORDS);
            if (!ordering.equals("unordered")) {
                world.assertOrderOfKeys();
            }
        }
    }

    @Test
    void keepsItsPartitionsThroughAQuickRestartOfAStaticMemberAndGivesThemUpWhenItIsClosed() {
        try (var world = new DeliveryWorld(broker, "static", 4, false);
                var other = Mq.create(MqConfig.builder()
                        .brokers(broker.bootstrapServers())
                        .instanceId("static-other")
                        .build())) {
            var settings = Map.of("static-membership", "true", "session-timeout", "90s");
            try (var first = world.consumer(settings).name("member").start(world.journal.writer("first"));
                    var second = other.consumer(world.group)
                            .topics(world.topic)
                            .set("static-membership", "true")
                            .set("auto-offset-reset", "earliest")
                            .name("member")
                            .start(world.journal.writer("second"))) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(first.assignment()).hasSize(2);
                    assertThat(second.assignment()).hasSize(2);
                });
                assertThat(first.close(Duration.ofSeconds(20))).isTrue();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(second.assignment()).hasSize(4));
                world.fill(0, 100, 10);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(world.journal.of("second")).hasSize(100));
            }
        }
    }

    @Test
    void changesWorkersConsumersAndBoundsUnderLoadByJmxWithoutLosingOrRepeating() throws Exception {
        try (var world = new DeliveryWorld(broker, "changed", 4, true)) {
            try (var consumer = world.consumer(Map.of("ordering", "key"))
                    .name("changed")
                    .start(world.journal.writer("any", (message, metadata) -> LockSupport.parkNanos(1_000_000)))) {
                DeliveryWorld.awaitAssigned(consumer, 4);
                var jmx = ManagementFactory.getPlatformMBeanServer();
                var name = jmx.queryNames(new ObjectName("io.mqconnector:type=Listener,name=\"changed\",*"), null)
                        .iterator()
                        .next();
                world.fill(0, RECORDS, 200);
                int[] workers = {16, 2, 8, 1, 32};
                int[] consumers = {2, 1, 3, 1, 2};
                int[] bounds = {600, 10_000, 1_000, 5_000, 2_000};
                for (int i = 0; i < workers.length; i++) {
                    jmx.setAttribute(name, new Attribute("Workers", workers[i]));
                    jmx.setAttribute(name, new Attribute("Consumers", consumers[i]));
                    jmx.setAttribute(name, new Attribute("MaxInFlight", bounds[i]));
                    jmx.setAttribute(name, new Attribute("MaxInFlightPerKey", bounds[i] / 10));
                    jmx.setAttribute(name, new Attribute("MaxSpan", 10 * bounds[i]));
                    long before = consumer.stats().deliveredCount();
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(consumer.stats().deliveredCount())
                                    .isGreaterThanOrEqualTo(Math.min(RECORDS, before + 500)));
                    assertThat(jmx.getAttribute(name, "Workers")).isEqualTo(workers[i]);
                }
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING));
                world.awaitAllCommitted();
                assertThat(consumer.stats().cutOffCount()).isZero();
            }
            assertThat(world.journal.entries()).hasSize(RECORDS);
            world.assertOrderOfKeys();
        }
    }
}
