// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigDiffTest {
    private static final String SECRET = "s3cr3t-never-shown";

    private static SnapshotFixture base() {
        return settings()
                .property("mq.client.security-protocol", "SASL_SSL")
                .property("mq.client.sasl-username", "u")
                .property("mq.client.sasl-password", SECRET)
                .property("mq.connections.a.client.brokers", "a:1");
    }

    @Test
    void isEmptyForTheSameValuesWhereverTheyComeFrom() {
        var next = base().override("mq.producer.linger", "PT0.005S").explicit("mq.pool.min-idle", "0");

        assertThat(ConfigDiff.between(base().read(), next.read()).isEmpty()).isTrue();
    }

    @Test
    void saysWhatChangesForWhomAndWithWhatEffect() {
        var next = base().override("mq.pool.min-idle", "1")
                .override("mq.connections.a.producer.linger", "6ms")
                .property("mq.config.poll-interval", "2s")
                .property("mq.client.source", "shop")
                .property("mq.connections.a.kafka.producer.receive.buffer.bytes", "1000")
                .property("mq.connections.b.client.brokers", "b:1")
                .read();

        var diff = ConfigDiff.between(base().read(), next);

        assertThat(diff.added()).containsExactly("b");
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.deltas())
                .containsExactlyInAnyOrder(
                        new ConfigDelta(
                                ConfigScope.DEFAULT_CONNECTION,
                                "mq.pool.min-idle",
                                ConfigKeys.POOL_MIN_IDLE,
                                "0",
                                "1",
                                Effect.HOT),
                        new ConfigDelta(
                                ConfigScope.connection("a"),
                                "mq.connections.\"a\".pool.min-idle",
                                ConfigKeys.POOL_MIN_IDLE,
                                "0",
                                "1",
                                Effect.HOT),
                        new ConfigDelta(
                                ConfigScope.connection("a"),
                                "mq.connections.\"a\".producer.linger",
                                ConfigKeys.PRODUCER_LINGER,
                                "5ms",
                                "6ms",
                                Effect.ROLLING),
                        new ConfigDelta(
                                ConfigScope.CONNECTOR,
                                "mq.config.poll-interval",
                                ConfigKeys.CONFIG_POLL_INTERVAL,
                                "1s",
                                "2s",
                                Effect.HOT),
                        new ConfigDelta(
                                ConfigScope.DEFAULT_CONNECTION,
                                "mq.client.source",
                                ConfigKeys.CLIENT_SOURCE,
                                "",
                                "shop",
                                Effect.RESTART),
                        new ConfigDelta(
                                ConfigScope.connection("a"),
                                "mq.connections.\"a\".client.source",
                                ConfigKeys.CLIENT_SOURCE,
                                "",
                                "shop",
                                Effect.RESTART),
                        new ConfigDelta(
                                ConfigScope.connection("a"),
                                "mq.connections.\"a\".kafka.producer.receive.buffer.bytes",
                                null,
                                "",
                                "1000",
                                Effect.ROLLING));
        assertThat(ConfigDiff.between(next, base().read()).removed()).containsExactly("b");
    }

    @Test
    void seesANewPasswordAndShowsNeither() {
        var next = base().property("mq.client.sasl-password", SECRET + 2)
                .property("mq.kafka.producer.ssl.keystore.key", SECRET + 3)
                .read();

        var diff = ConfigDiff.between(base().read(), next);

        assertThat(diff.deltas())
                .extracting(ConfigDelta::name)
                .containsExactlyInAnyOrder(
                        "mq.client.sasl-password",
                        "mq.connections.\"a\".client.sasl-password",
                        "mq.kafka.producer.ssl.keystore.key",
                        "mq.connections.\"a\".kafka.producer.ssl.keystore.key");
        assertThat(diff.toString()).doesNotContain(SECRET).contains("'****' -> '****'");
    }

    @Test
    void seesWhatFollowsFromAChange() {
        var diff = ConfigDiff.between(
                settings().read(), settings().property("mq.producer.acks", "1").read());

        assertThat(diff.deltas())
                .extracting(ConfigDelta::toString)
                .containsExactly(
                        "mq.producer.acks: 'all' -> '1' (ROLLING)",
                        "mq.producer.idempotence: 'true' -> 'false' (ROLLING)",
                        "mq.producer.max-in-flight: '5' -> '1' (ROLLING)");
    }

    @Test
    void seesWhatAProfileChanges() {
        var diff = ConfigDiff.between(
                settings().read(),
                settings().property("mq.profile", "resource-efficient").read());

        assertThat(diff.deltas())
                .extracting(ConfigDelta::name)
                .containsExactly(
                        "mq.profile",
                        "mq.producer.compression",
                        "mq.producer.batch-size",
                        "mq.pool.max-connections",
                        "mq.consumer.max-poll-records",
                        "mq.consumer.fetch-max-bytes");
        assertThat(diff.deltas().stream().filter(ConfigDelta::isOfListeners)).hasSize(2);
    }

    @Test
    void saysWhatChangesOfAListener() {
        var deltas = ConfigDiff.between(
                settings().listener(),
                settings()
                        .override("mq.listener.workers", "3")
                        .property("mq.listeners.orders.kafka.receive.buffer.bytes", "1000")
                        .listener());

        assertThat(deltas)
                .containsExactly(
                        new ConfigDelta(
                                ConfigScope.listener("orders"),
                                "mq.listeners.\"orders\".workers",
                                ConfigKeys.LISTENER_WORKERS,
                                "1",
                                "3",
                                Effect.HOT),
                        new ConfigDelta(
                                ConfigScope.listener("orders"),
                                "mq.listeners.\"orders\".kafka.receive.buffer.bytes",
                                null,
                                "",
                                "1000",
                                Effect.ROLLING));
    }

    /** A listener's Kafka properties come by several names: one that moves to another name is no change. */
    @Test
    void seesNoChangeWhereAKafkaPropertyOnlyMoves() {
        assertThat(ConfigDiff.between(
                        settings()
                                .property("mq.kafka.consumer.receive.buffer.bytes", "1000")
                                .listener(),
                        settings()
                                .declared("kafka.receive.buffer.bytes", "1000")
                                .listener()))
                .isEmpty();
    }

    @Test
    void seesAListenersNewUser() {
        assertThat(ConfigDiff.between(
                        base().listener(),
                        base().property("mq.client.sasl-password", SECRET + 2).listener()))
                .extracting(ConfigDelta::name)
                .containsExactly("mq.client.sasl-password");
    }

    @Test
    void saysWhetherABoundOfRecordsInFlightTakesNewConsumers() {
        var usual = listener("10000");

        assertThat(ConfigDiff.between(usual, listener("9000")))
                .extracting(ConfigDelta::effect)
                .as("polls are as before")
                .containsExactly(Effect.HOT);
        assertThat(ConfigDiff.between(usual, listener("7")))
                .extracting(ConfigDelta::effect)
                .containsExactly(Effect.ROLLING);
        assertThat(ConfigDiff.between(listener("7"), usual))
                .extracting(ConfigDelta::effect)
                .containsExactly(Effect.ROLLING);
    }

    private static ListenerConfig listener(String maxInFlight) {
        var settings = settings().property("mq.listener.max-in-flight", maxInFlight);
        return settings.read().listener(settings.request());
    }
}
