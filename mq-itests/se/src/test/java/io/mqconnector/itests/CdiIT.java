// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqProducer;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.cdi.MqExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.weld.environment.se.Weld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Weld SE, mq-cdi, the engine and a real broker together. */
@WithKafka
class CdiIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Gives one container its configuration, as a bean. */
    static final class ConfigExtension implements Extension {
        private final MqConfig config;

        ConfigExtension(MqConfig config) {
            this.config = config;
        }

        void add(@Observes AfterBeanDiscovery event) {
            event.addBean().addType(MqConfig.class).produceWith(context -> config);
        }
    }

    @ApplicationScoped
    public static class Room {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Inject
        MqProducer producer;

        @MqListener(topics = "${room.topic}", group = "room.${mq.instance-id}.group", autoOffsetReset = "earliest")
        void hear(
                String text,
                @MqKey String speaker,
                @MqHeader("X-Trace-ID") @Nullable String trace,
                MqMetadata metadata,
                MqMessage message) {
            heard.add(speaker + ":" + text + ":" + trace + ":" + metadata.attempt() + ":"
                    + message.topic().equals(metadata.topic()));
        }

        List<String> heard() {
            return heard;
        }

        void say(String topic, String speaker, String text, MqHeaders headers) {
            producer.send(topic, speaker, text, headers);
        }
    }

    @ApplicationScoped
    public static class Wrong {
        @MqListener(topics = "${no.such.property}", group = "g")
        void unresolved(String text) {}

        @MqListener(topics = "t")
        void noGroup(String text) {}

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // that is what is wrong with it
        @MqListener(topics = "t", group = "g")
        private void hidden(String text) {}

        @MqListener(topics = "t", group = "g")
        int returning(String text) {
            return 1;
        }

        @MqListener(topics = "t", group = "g", autoOffsetReset = "yesterday")
        void badSetting(String text) {}
    }

    private final KafkaBroker broker;

    CdiIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private Weld weld(String instance, Class<?>... beans) {
        return new Weld(instance)
                .disableDiscovery()
                .addExtension(new MqExtension())
                .addExtension(new ConfigExtension(MqConfig.builder()
                        .brokers(broker.bootstrapServers())
                        .instanceId(instance)
                        .build()))
                .addBeanClasses(beans);
    }

    @Test
    void deliversToEveryParameterAndResolvesExpressions() {
        var topic = broker.uniqueTopic("room", 2);
        System.setProperty("room.topic", topic);
        try (var container = weld("room-1", Room.class).initialize()) {
            var room = container.select(Room.class).get();
            room.say(topic, "ada", "hello", MqHeaders.of("X-Trace-ID", "trace-1"));
            room.say(topic, "bob", "hi", MqHeaders.none());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(room.heard())
                            .containsExactlyInAnyOrder("ada:hello:trace-1:1:true", "bob:hi:null:1:true"));
        } finally {
            System.clearProperty("room.topic");
        }

        assertThat(broker.committedOffsets("room.room-1.group").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void twoContainersInOneJvmAreTwoInstances() {
        var topic = broker.uniqueTopic("rooms", 2);
        System.setProperty("room.topic", topic);
        try (var one = weld("room-a", Room.class).initialize();
                var other = weld("room-b", Room.class).initialize()) {
            one.select(Room.class).get().say(topic, "ada", "hello", MqHeaders.none());

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(one.select(Room.class).get().heard()).hasSize(1);
                assertThat(other.select(Room.class).get().heard()).hasSize(1);
            });
        } finally {
            System.clearProperty("room.topic");
        }
    }

    @Test
    void failsTheDeploymentWithEveryProblemAtOnce() {
        assertThatThrownBy(() -> weld("wrong-1", Wrong.class).initialize())
                .hasMessageContaining("${no.such.property}")
                .hasMessageContaining("noGroup")
                .hasMessageContaining("hidden")
                .hasMessageContaining("returning")
                .hasMessageContaining("yesterday");
    }
}
