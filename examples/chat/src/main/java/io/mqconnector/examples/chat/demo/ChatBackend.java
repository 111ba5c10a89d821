// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.api.MqConfig;
import io.mqconnector.cdi.MqExtension;
import io.mqconnector.examples.chat.AnalyticsService;
import io.mqconnector.examples.chat.ChatClient;
import io.mqconnector.examples.chat.DeliveryObserver;
import io.mqconnector.examples.chat.GatewayDirectory;
import io.mqconnector.examples.chat.GatewayService;
import io.mqconnector.examples.chat.LogicService;
import io.mqconnector.examples.chat.NotificationService;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The chat backend as it would run on several machines: two logic instances that share one group's load, a gateway for
 * each id, notifications and analytics, each in a CDI container of its own with a connector of its own.
 *
 * <p>For one thread. Whoever started it closes it.
 */
final class ChatBackend implements AutoCloseable {
    /** Each call of logic waits for an acknowledgement: it must not wait for a batch to fill as well. */
    private static final Duration LOGIC_LINGER = Duration.ZERO;

    private static final Duration LINGER = Duration.ofMillis(5);

    /** A run that is told to end still waits for what is under way. */
    private static final String WELD_SHUTDOWN_HOOK = "org.jboss.weld.se.shutdownHook";

    private final String brokers;
    private final List<SeContainer> containers = new ArrayList<>();
    private final List<ChatClient> clients = new ArrayList<>();

    private ChatBackend(String brokers) {
        this.brokers = brokers;
    }

    /** Starts all instances; they find their brokers in their own time. Nothing stays behind if one does not start. */
    static ChatBackend start(String brokers, List<String> gatewayIds, DemoBooks books) {
        var backend = new ChatBackend(brokers);
        boolean isUp = false;
        try {
            for (String id : List.of("logic-1", "logic-2")) {
                backend.startInstance(
                        id, LOGIC_LINGER, books.logicObserver(), LogicService.class, GatewayDirectory.class);
            }
            for (String id : gatewayIds) {
                SeContainer gateway = backend.startInstance(
                        id, LINGER, books.gatewayObserver(id), GatewayService.class, ChatClient.class);
                backend.clients.add(gateway.select(ChatClient.class).get());
            }
            backend.startInstance(
                    "notification-1", LINGER, books.eventObserver(DemoBooks.NOTIFICATION), NotificationService.class);
            backend.startInstance(
                    "analytics-1", LINGER, books.eventObserver(DemoBooks.ANALYTICS), AnalyticsService.class);
            isUp = true;
            return backend;
        } finally {
            if (!isUp) {
                backend.close();
            }
        }
    }

    /** Where users post, one for each gateway. */
    List<ChatClient> clients() {
        return List.copyOf(clients);
    }

    int instanceCount() {
        return containers.size();
    }

    /** Closes all instances at the same time: each within the time-outs of its connector. */
    @Override
    public void close() {
        CompletableFuture<?>[] closings = containers.stream()
                .map(container -> CompletableFuture.runAsync(container::close, ChatBackend::startCloser))
                .toArray(CompletableFuture<?>[]::new);
        containers.clear();
        CompletableFuture.allOf(closings).join();
    }

    private SeContainer startInstance(
            String instanceId, Duration linger, DeliveryObserver observer, Class<?>... beanClasses) {
        var config = MqConfig.builder()
                .brokers(brokers)
                .instanceId(instanceId)
                .linger(linger)
                .set("mq.consumer.auto-offset-reset", "earliest")
                // Broker and all instances share one machine: a fetch for each record would keep it busy.
                .set("mq.consumer.fetch-min-bytes", "16KiB")
                .set("mq.consumer.fetch-max-wait", "10ms")
                .build();
        SeContainer container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addProperty(WELD_SHUTDOWN_HOOK, false)
                .addBeanClasses(beanClasses)
                // Without discovery Weld does not look for extensions either.
                .addExtensions(new MqExtension(), new InstanceExtension(config, observer))
                .initialize();
        containers.add(container);
        return container;
    }

    private static void startCloser(Runnable task) {
        new Thread(task, "chat-closer").start();
    }
}
