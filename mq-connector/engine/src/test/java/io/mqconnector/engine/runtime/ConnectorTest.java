// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void takesOverridesOfTheApplicationAllOrNone() throws Exception {
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "overridden")
                .build();
        try (var connector = Connector.start(config, ConnectorTest.class.getClassLoader())) {
            connector
                    .override(Map.of("mq.monitoring.lag-threshold", "5", "mq.monitoring.interval", "20s"))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(connector.overrides())
                    .isEqualTo(Map.of("mq.monitoring.lag-threshold", "5", "mq.monitoring.interval", "20s"));

            var refused = connector
                    .override(Map.of("mq.monitoring.lag-threshold", "6", "mq.client.brokers", "b:1", "mq.x", "1"))
                    .toCompletableFuture();
            assertThatThrownBy(() -> refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            MqConfigException.class,
                            e -> assertThat(e.problems()).hasSize(2).anyMatch(p -> p.contains("mq.client.brokers")));
            assertThat(connector.overrides()).containsEntry("mq.monitoring.lag-threshold", "5");

            connector
                    .resetOverrides(List.of("mq.monitoring.interval"))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(connector.overrides()).isEqualTo(Map.of("mq.monitoring.lag-threshold", "5"));
        }
    }

    /** A day may be left of the old one. */
    @Test
    void looksAtTheSourcesAsOftenAsIsSetFromThenOn(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("mq.properties"), "");
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "looking")
                .set("mq.config.location", file.toString())
                .set("mq.config.poll-interval", "1d")
                .build();
        var told = new LinkedBlockingQueue<MqNotification>();
        try (var connector = Connector.start(config, ConnectorTest.class.getClassLoader());
                var registration = connector.addNotifier(told::add)) {
            connector
                    .override(Map.of("mq.config.poll-interval", "100ms"))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.writeString(file, "mq.monitoring.lag-threshold=5");

            assertThat(registration).isNotNull();
            assertThat(changedNext(told)).contains("mq.config.poll-interval");
            assertThat(changedNext(told)).contains("mq.monitoring.lag-threshold");
        }
    }

    private static String changedNext(BlockingQueue<MqNotification> told) throws InterruptedException {
        while (true) {
            var next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("a change of the configuration").isNotNull();
            if (next.type() == MqNotification.Type.CONFIGURATION_CHANGED) {
                return next.toString();
            }
        }
    }

    @Test
    void refusesOverridesOnceItIsClosed() {
        var connector = Connector.start(
                MqConfig.builder()
                        .set("mq.client.brokers", "localhost:1")
                        .set("mq.instance-id", "closed")
                        .build(),
                ConnectorTest.class.getClassLoader());
        connector.close();

        assertThat(List.of(
                        connector
                                .override(Map.of("mq.monitoring.lag-threshold", "5"))
                                .toCompletableFuture(),
                        connector
                                .resetOverrides(List.of("mq.monitoring.lag-threshold"))
                                .toCompletableFuture()))
                .allSatisfy(refused -> assertThatThrownBy(() -> refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("the connector is closed"));
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

    /** What has been reported as in force must be, also of a listener that was just about to start. */
    @Test
    void aListenerThatStartsMissesNoChange() throws Exception {
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "late")
                .set("mq.config.poll-interval", "1d")
                .build();
        var server = ManagementFactory.getPlatformMBeanServer();
        try (var connector = Connector.start(config, ConnectorTest.class.getClassLoader())) {
            var isChanged = new AtomicBoolean();
            var unused = connector.subscribe(SubscriptionRequest.builder("one", ConnectorTest.class.getClassLoader())
                    .topics(List.of("t"))
                    .group("group")
                    .listener((message, metadata) -> {})
                    .applicationConfig(key -> {
                        // while its configuration is read
                        if (!isChanged.getAndSet(true)) {
                            connector
                                    .override(Map.of("mq.listeners.\"one\".workers", "4"))
                                    .toCompletableFuture()
                                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                    .join();
                        }
                        return Optional.empty();
                    })
                    .build());

            var names = server.queryNames(new ObjectName("io.mqconnector:type=Listener,connector=late,*"), null);
            assertThat(names).hasSize(1);
            var name = names.iterator().next();
            long start = System.nanoTime();
            while (!server.getAttribute(name, "Workers").equals(4)) {
                assertThat(System.nanoTime() - start).as("until it has them").isLessThan(PATIENCE.toNanos());
                LockSupport.parkNanos(100_000);
            }
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
