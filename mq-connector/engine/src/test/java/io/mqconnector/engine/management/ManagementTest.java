// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqSender;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.inbound.EndpointSource;
import io.mqconnector.engine.inbound.InboundEngine;
import io.mqconnector.engine.inbound.ListenerCalls;
import io.mqconnector.engine.inbound.ListenerObserver;
import io.mqconnector.engine.inbound.ManualTimer;
import io.mqconnector.engine.inbound.Outlets;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.spi.Carriers;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
    private static final ClassLoader LOADER = ManagementTest.class.getClassLoader();

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ManualTimer timer = new ManualTimer();
    private final ConfigSnapshot config = ConfigSnapshot.read(MqConfig.builder().build(), LOADER);
    private final Management management = new Management(server, config, Runnable::run, Clock.systemUTC());

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Subscription subscription() {
        var request = SubscriptionRequest.builder("late", LOADER)
                .topics(List.of("t"))
                .group("group")
                .build();
        var clients = new ClientFactory(task -> {});
        var engine = new InboundEngine(
                "test",
                clients,
                new ClusterWatch(
                        clients,
                        "test-admin",
                        new ClusterWatch.Settings(Map.of(), "localhost:1", Duration.ofSeconds(1)),
                        timer),
                (letter, outcome) -> {},
                new Outlets(
                        (MqSender) Proxy.newProxyInstance(
                                LOADER, new Class<?>[] {MqSender.class}, (proxy, method, args) -> null),
                        () -> {
                            throw new UnsupportedOperationException("no transactions");
                        },
                        new Carriers(List.of(), failure -> {})),
                task -> {},
                new WorkerThreads(task -> {}, null),
                timer,
                ListenerObserver.NONE,
                100);
        var calls = new ListenerCalls(EndpointSource.of((message, metadata) -> {}), error -> {}, List.of(), LOADER);
        return new Subscription(config.listener(request), calls, engine, () -> {});
    }

    private Set<ObjectName> names() throws Exception {
        return server.queryNames(new ObjectName("io.mqconnector:*"), null);
    }

    /** A listener is started while its connector is being closed. */
    @Test
    void leavesNothingBehindThatComesAfterItsEnd() throws Exception {
        management.listener(subscription());
        assertThat(names()).hasSize(2);
        management.close();
        assertThat(names()).isEmpty();

        management.listener(subscription());

        assertThat(names()).isEmpty();
    }
}
