// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static List<Throwable> failures() {
        return List.of(new NoClassDefFoundError("some/library/Type"), new IllegalStateException("no work manager"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void leavesNothingBehindWhenItsStartFailsHalfWay(Throwable failure) throws Exception {
        var threads = new ArrayList<Thread>();

        assertThatThrownBy(() -> startFailing(failure, threads)).isSameAs(failure);

        assertThat(mbeans()).isEmpty();
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** Or what is taken away then would be the next one's. */
    @Test
    void keepsTheNameOfAListenerUntilNothingOfItIsLeft() throws Exception {
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "names")
                .build();
        var server = ManagementFactory.getPlatformMBeanServer();
        var taken = new ArrayList<Boolean>();
        try (var connector = Connector.start(config, ConnectorTest.class.getClassLoader())) {
            var consumer = connector.subscribe(SubscriptionRequest.builder("one", ConnectorTest.class.getClassLoader())
                    .topics(List.of("t"))
                    .group("group")
                    .listener((message, metadata) -> {})
                    .build());
            NotificationListener gone = (notification, unused) -> {
                if (notification instanceof MBeanServerNotification change
                        && change.getType().equals(MBeanServerNotification.UNREGISTRATION_NOTIFICATION)
                        && change.getMBeanName().toString().contains("names")
                        && change.getMBeanName().toString().contains("one")) {
                    taken.add(connector.hasListener("one"));
                }
            };
            server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, gone, null, null);
            try {
                consumer.close();
            } finally {
                server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, gone);
            }

            assertThat(taken).as("the MBean and the metrics").isNotEmpty().containsOnly(true);
            assertThat(connector.hasListener("one")).isFalse();
        }
    }

    private static void startFailing(Throwable failure, List<Thread> threads) {
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "half")
                .build();
        Connector.start(
                config,
                "a test",
                ConnectorTest.class.getClassLoader(),
                (read, starter) -> {
                    assertThat(mbeans()).as("before it fails").isNotEmpty();
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("mq-half-"))
                            .forEach(threads::add);
                    return failing(failure);
                },
                null);
    }

    private static WorkerThreads failing(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private static Set<ObjectName> mbeans() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("io.mqconnector:connector=half,*"), null);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }
}
