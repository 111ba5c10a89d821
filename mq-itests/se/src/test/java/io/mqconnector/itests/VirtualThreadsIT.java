// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static io.mqconnector.itests.DeliveryWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@WithKafka
@Tag("smoke")
@Timeout(180)
class VirtualThreadsIT {
    private static final Map<String, String> SETTINGS =
            Map.of("virtual-threads", "true", "ordering", "key", "workers", "50");

    private final KafkaBroker broker;

    VirtualThreadsIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void handlesRecordsOnVirtualThreadsSideBySideAndInOrder() throws Exception {
        Method isVirtual = Thread.class.getMethod("isVirtual");
        try (var world = new DeliveryWorld(broker, "virtual", 2, false)) {
            var kinds = ConcurrentHashMap.<Object>newKeySet();
            var together = new CountDownLatch(50);
            world.fill(0, 2_000, 50);
            try (var consumer = world.consumer(SETTINGS).start(world.journal.writer("one", (message, metadata) -> {
                kinds.add(isVirtual.invoke(Thread.currentThread()));
                together.countDown();
                together.await();
            }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(together.getCount()).isZero());
                world.awaitAllCommitted();
                assertThat(consumer.stats().failedCount()).isZero();
            }
            assertThat(kinds).containsExactly(true);
            assertThat(world.journal.entries()).hasSize(2_000);
            world.assertOrderOfKeys();
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void refusesThemWhereTheJavaHasNone() {
        try (var world = new DeliveryWorld(broker, "virtual", 1, false)) {
            var builder = world.consumer(SETTINGS);

            assertThatThrownBy(() -> builder.start(world.journal.writer("one")))
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("virtual-threads")
                    .hasMessageContaining("Java 21");
        }
    }
}
