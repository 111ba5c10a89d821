// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHealth;
import io.mqconnector.engine.metrics.Metric;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the table of metrics is there, and nothing else: without any broker. */
@Timeout(60)
class ConnectorMetricsCatalogueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static MqConfig config() {
        return MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "catalogue")
                .set("mq.monitoring.interval", "100ms")
                .set("mq.monitoring.groups", "a,b")
                .set("mq.metrics.registry", "")
                .build();
    }

    private Set<ObjectName> metrics() throws Exception {
        return server.queryNames(new ObjectName("io.mqconnector:type=Metric,connector=catalogue,*"), null);
    }

    private Set<String> baseNames() throws Exception {
        return metrics().stream()
                .map(ConnectorMetricsCatalogueTest::baseName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String baseName(ObjectName name) {
        return ObjectName.unquote(name.getKeyProperty("name"));
    }

    @Test
    void everyMetricOfTheTableIsThereAndNoOther() throws Exception {
        try (var connector = Connector.start(config(), getClass().getClassLoader());
                var consumer = connector.subscribe(
                        SubscriptionRequest.builder("orders", getClass().getClassLoader())
                                .group("g")
                                .topics(List.of("t"))
                                .listener((message, metadata) -> {})
                                .build())) {
            assertThat(consumer.name()).isEqualTo("orders");
            // topics have theirs with their first message
            var expected = Arrays.stream(Metric.values())
                    .filter(metric -> !metric.labels().contains("topic"))
                    .map(Metric::metricName)
                    .collect(Collectors.toCollection(TreeSet::new));
            long start = System.nanoTime();
            // groups have theirs with the first look
            while (!baseNames().equals(expected) && System.nanoTime() - start < PATIENCE.toNanos()) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(baseNames()).isEqualTo(expected);
            for (ObjectName name : metrics()) {
                var metric = Arrays.stream(Metric.values())
                        .filter(each -> each.metricName().equals(baseName(name)))
                        .findFirst()
                        .orElseThrow();
                var labels = new HashSet<>(metric.labels());
                labels.remove("connection");
                var keys = new HashSet<>(name.getKeyPropertyList().keySet());
                keys.removeAll(Set.of("type", "connector", "name"));
                assertThat(keys).as(name.toString()).isEqualTo(labels);
                assertThat(server.getAttribute(name, "Value"))
                        .as(name.toString())
                        .isInstanceOf(Number.class);
            }
        }

        assertThat(metrics()).isEmpty();
    }

    @Test
    void healthSaysWhatIsDownAndWhy() {
        try (var connector = Connector.start(config(), getClass().getClassLoader())) {
            var health = connector.health();

            assertThat(health.status()).isEqualTo(MqHealth.Status.DOWN);
            assertThat(health.isLive()).isTrue();
            assertThat(health.parts()).hasSize(1);
            assertThat(health.parts().get(0).name()).isEqualTo("default");
            assertThat(health.parts().get(0).reasons()).isNotEmpty();
        }
    }
}
