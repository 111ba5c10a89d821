// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.SharedMetricRegistries;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConnectorMetricsTest {
    private static final String OWN = "a registry of the application";
    private static final MetricLabels ORDERS =
            MetricLabels.NONE.with("listener", "orders").with("group", "g");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @AfterEach
    void forget() {
        SharedMetricRegistries.remove(OWN);
    }

    private ConnectorMetrics metrics(String registry) {
        var metrics = new ConnectorMetrics(server, ConnectorMetricsTest::name, "node-1", registry);
        metrics.start();
        return metrics;
    }

    private static ObjectName name(String metric, Map<String, String> labels) {
        try {
            return new ObjectName("test:name=" + metric
                    + labels.entrySet().stream()
                            .map(label -> "," + label.getKey() + "=" + ObjectName.quote(label.getValue()))
                            .collect(Collectors.joining()));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Set<String> names() throws Exception {
        return server.queryNames(new ObjectName("test:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toSet());
    }

    @Test
    void showsWhatIsMeasuredWhenSomebodyLooks() throws Exception {
        try (var metrics = metrics("")) {
            var value = new long[] {1};
            metrics.gauge(Metric.LISTENER_LAG, ORDERS, () -> value[0]);
            value[0] = 7;

            assertThat(server.getAttribute(
                            new ObjectName("test:name=listener.lag,listener=\"orders\",group=\"g\""), "Value"))
                    .isEqualTo(7L);
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void takesAwayAllOfAListenerAndNothingElse() throws Exception {
        try (var metrics = metrics(OWN)) {
            metrics.gauge(Metric.LISTENER_LAG, ORDERS, () -> 1);
            metrics.gauge(Metric.LISTENER_TOPIC_RECEIVED, ORDERS.with("topic", "t"), () -> 1);
            metrics.gauge(Metric.GROUP_LAG, MetricLabels.NONE.with("group", "g"), () -> 1);
            metrics.gauge(Metric.LISTENER_LAG, MetricLabels.NONE.with("listener", "orders.eu"), () -> 1);

            metrics.remove(ORDERS);

            assertThat(names())
                    .containsExactlyInAnyOrder(
                            "test:name=group.lag,group=\"g\"", "test:name=listener.lag,listener=\"orders.eu\"");
            assertThat(SharedMetricRegistries.getOrCreate(OWN).getNames()).hasSize(2);
        }
    }

    @Test
    void takesAwayOneMetricAlone() throws Exception {
        try (var metrics = metrics("")) {
            metrics.gauge(Metric.LISTENER_LAG, ORDERS, () -> 1);
            metrics.gauge(Metric.GROUP_LAG, MetricLabels.NONE.with("group", "g"), () -> 1);

            metrics.remove(Metric.GROUP_LAG, MetricLabels.NONE.with("group", "g"));

            assertThat(names()).containsExactly("test:name=listener.lag,listener=\"orders\",group=\"g\"");
        }
    }

    @Test
    void givesAnApplicationsRegistryTheSameUnlessItIsClosed() {
        var own = SharedMetricRegistries.getOrCreate(OWN);
        own.counter("its own").inc();
        try (var metrics = metrics(OWN)) {
            metrics.gauge(Metric.PRODUCER_SENT, MetricLabels.ofConnection("analytics"), () -> 5);
            metrics.gauge(Metric.ALIAS_PRODUCER_MESSAGES_SENT, MetricLabels.NONE, () -> 5);

            assertThat(own.getGauges().keySet())
                    .containsExactlyInAnyOrder(
                            "mq.producer.sent{connector=\"node-1\",connection=\"analytics\"}",
                            "mq.producer.messages_sent{connector=\"node-1\"}");
            assertThat(own.getGauges().values())
                    .extracting(gauge -> gauge.getValue())
                    .containsOnly(5);
        }

        assertThat(own.getNames()).containsExactly("its own");
    }

    @Test
    void keepsWhatIsThereAlready() throws Exception {
        try (var metrics = metrics("")) {
            metrics.gauge(Metric.PRODUCER_SENT, MetricLabels.NONE, () -> 1);
            metrics.gauge(Metric.PRODUCER_SENT, MetricLabels.NONE, () -> 2);

            assertThat(server.getAttribute(new ObjectName("test:name=producer.sent"), "Value"))
                    .isEqualTo(1);
        }
    }

    @Test
    void writesLabelsSoThatNothingInThemCanBreakOut() {
        assertThat(MetricLabels.NONE.with("listener", "a\",topic=\"b\\\n").text())
                .isEqualTo("{listener=\"a\\\",topic=\\\"b\\\\\\n\"}");
    }

    /** Whoever starts a listener while the connector is closed comes too late. */
    @Test
    void leavesNothingOfWhatComesAfterItsEnd() throws Exception {
        var metrics = metrics(OWN);
        metrics.close();

        metrics.gauge(Metric.LISTENER_LAG, ORDERS, () -> 1);

        assertThat(names()).isEmpty();
        assertThat(SharedMetricRegistries.getOrCreate(OWN).getNames()).isEmpty();
    }

    /** A look that goes on while the connector is closed: its metric is not there yet when all are taken away. */
    @Test
    @Timeout(60)
    void leavesNothingOfWhatIsJustBeingAddedAtItsEnd() throws Exception {
        var adding = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var metrics = new ConnectorMetrics(
                server,
                (metric, labels) -> {
                    if (Thread.currentThread().getName().equals("adds")) {
                        adding.countDown();
                        awaitQuietly(goOn);
                    }
                    return name(metric, labels);
                },
                "node-1",
                "");
        metrics.start();
        var adds = new Thread(() -> metrics.gauge(Metric.LISTENER_LAG, ORDERS, () -> 1), "adds");
        adds.start();
        adding.await();
        var closes = new Thread(metrics::close, "closes");
        closes.start();
        while (closes.isAlive() && closes.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        goOn.countDown();
        adds.join();
        closes.join();

        assertThat(names()).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
