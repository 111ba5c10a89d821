// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfilesTest {
    private static SnapshotFixture profile(Profile profile) {
        var settings = settings().explicit("mq.profile", profile.word());
        return profile.text(SecurityKeys.CLIENT_SECURITY_PROTOCOL) == null
                ? settings
                : settings.environment("MQ_CLIENT_SASL_USERNAME", "u").environment("MQ_CLIENT_SASL_PASSWORD", "p");
    }

    @ParameterizedTest
    @EnumSource
    void bringsItsValuesWithoutCountingAsSet(Profile profile) {
        var snapshot = profile(profile).read();
        var listener = profile(profile).listener();

        for (var key : profile.settings().keySet()) {
            var text = profile.text(key);
            assertThat(snapshot.value(key))
                    .isEqualTo(new ConfigValue(key.name(), text, Layer.PROFILE, "profile " + profile.word()));
            assertThat(snapshot.get(key)).isEqualTo(key.type().parse(text));
            assertThat(snapshot.isExplicit(key)).as(key.name()).isFalse();
            assertThat(snapshot.described(key)).endsWith("' from profile " + profile.word());
            if (ConfigKeys.isOfListener(key)) {
                assertThat(listener.effective())
                        .contains(new ConfigValue(
                                ConfigScope.listener("orders").keyName(key),
                                text,
                                Layer.PROFILE,
                                "profile " + profile.word()));
            }
        }
        assertThat(snapshot.warnings()).allMatch(warning -> warning.contains("idempotence is off"));
    }

    /** The documents' table, line by line. */
    @Test
    void bringsWhatTheDocumentsSay() {
        assertThat(Profile.DEVELOPMENT.settings().values())
                .containsExactlyInAnyOrder("3", "1", "16KiB", "5ms", "latest", "1s", "10s");
        var production = profile(Profile.PRODUCTION).read();
        assertThat(production.producerProperties())
                .containsEntry("acks", "all")
                .containsEntry("batch.size", 65_536)
                .containsEntry("linger.ms", 10L)
                .containsEntry("security.protocol", "SASL_SSL");
        var listener = profile(Profile.PRODUCTION).listener();
        assertThat(listener.autoOffsetReset()).isEqualTo(OffsetReset.EARLIEST);
        assertThat(listener.autoCommitInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(listener.consumerProperties())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("session.timeout.ms", 30_000)
                .containsEntry("security.protocol", "SASL_SSL");
        assertThat(profile(Profile.CLOUD).read().producerProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN");
        assertThat(profile(Profile.LOW_LATENCY).read().producerProperties())
                .containsEntry("linger.ms", 0L)
                .containsEntry("batch.size", 1_024)
                .containsEntry("compression.type", "none")
                .containsEntry("acks", "1");
        assertThat(profile(Profile.LOW_LATENCY).listener().consumerProperties()).containsEntry("fetch.max.wait.ms", 1);
        assertThat(profile(Profile.HIGH_THROUGHPUT).read().producerProperties())
                .containsEntry("batch.size", 65_536)
                .containsEntry("linger.ms", 10L)
                .containsEntry("compression.type", "lz4");
        assertThat(profile(Profile.HIGH_THROUGHPUT).listener().consumerProperties())
                .containsEntry("max.poll.records", 1_000)
                .containsEntry("fetch.max.bytes", 50 << 20)
                .containsEntry("fetch.max.wait.ms", 500);
        assertThat(profile(Profile.HIGH_THROUGHPUT).read().get(ConfigKeys.POOL_MAX_CONNECTIONS))
                .isEqualTo(20);
        assertThat(profile(Profile.RESOURCE_EFFICIENT).read().get(ConfigKeys.POOL_MAX_CONNECTIONS))
                .isEqualTo(5);
        assertThat(profile(Profile.RESOURCE_EFFICIENT).read().producerProperties())
                .containsEntry("batch.size", 8_192)
                .containsEntry("compression.type", "gzip");
        assertThat(profile(Profile.RESOURCE_EFFICIENT).listener().consumerProperties())
                .containsEntry("max.poll.records", 100)
                .containsEntry("fetch.max.bytes", 1 << 20);
    }

    @Test
    void switchesIdempotenceOffWithoutAcksAndKeepsTheOrder() {
        var properties = profile(Profile.DEVELOPMENT).read().producerProperties();

        assertThat(properties)
                .containsEntry("acks", "1")
                .containsEntry("retries", 3)
                .containsEntry("enable.idempotence", false)
                .containsEntry("max.in.flight.requests.per.connection", 1);
    }

    @Test
    void givesWayToIdempotenceThatSomebodySet() {
        var snapshot = profile(Profile.DEVELOPMENT)
                .property("mq.producer.idempotence", "true")
                .read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_ACKS)).isEqualTo(Acks.ALL);
        assertThat(snapshot.value(ConfigKeys.PRODUCER_ACKS).source())
                .isEqualTo("default, because of mq.producer.idempotence = 'true' from system property");
        assertThat(profile(Profile.DEVELOPMENT)
                        .property("mq.producer.idempotence", "true")
                        .property("mq.producer.acks", "1")
                        .problems())
                .hasSize(1);
    }

    @Test
    void leavesOutWhatTheConsumerProtocolDoesNotHave() {
        var listener = profile(Profile.PRODUCTION)
                .property("mq.consumer.protocol", "consumer")
                .listener();

        assertThat(listener.consumerProperties()).doesNotContainKey("session.timeout.ms");
    }

    @Test
    void isBeatenByKafkasOwnNameForAValue() {
        var snapshot = profile(Profile.PRODUCTION)
                .property("mq.kafka.producer.linger.ms", "3")
                .read();

        assertThat(snapshot.producerProperties()).containsEntry("linger.ms", 3L);
        assertThat(profile(Profile.PRODUCTION)
                        .declared("kafka.isolation.level", "read_uncommitted")
                        .listener()
                        .consumerProperties())
                .containsEntry("isolation.level", "read_uncommitted");
    }

    @Test
    void startsNothingWithoutTheUserThatItNeeds() {
        assertThat(settings().explicit("mq.profile", "cloud").problems())
                .containsExactlyInAnyOrder(
                        "mq.client.sasl-username is not set: mq.client.security-protocol = 'SASL_SSL' from profile cloud"
                                + " with sasl-mechanism PLAIN needs it",
                        "mq.client.sasl-password is not set: mq.client.security-protocol = 'SASL_SSL' from profile cloud"
                                + " with sasl-mechanism PLAIN needs it");
    }

    @Test
    void isEachConnectionsOwn() {
        var snapshot = settings()
                .explicit("mq.profile", "resource-efficient")
                .file("mq.connections.fast.client.brokers", "f:1")
                .file("mq.connections.fast.profile", "low-latency")
                .file("mq.connections.slow.client.brokers", "s:1")
                .file("mq.connections.slow.pool.max-connections", "7")
                .read();

        // set in code for all, which beats a file's for one
        assertThat(snapshot.connection("fast").get(ConfigKeys.PROFILE)).isEqualTo(Profile.RESOURCE_EFFICIENT);
        assertThat(snapshot.connection("slow").get(ConfigKeys.POOL_MAX_CONNECTIONS))
                .isEqualTo(7);
        assertThat(settings()
                        .property("mq.profile", "resource-efficient")
                        .file("mq.connections.fast.profile", "low-latency")
                        .read()
                        .connection("fast")
                        .get(ConfigKeys.PRODUCER_COMPRESSION))
                .isEqualTo(Compression.NONE);
    }

    @Test
    void isNamedInAProblemWithItsValue() {
        assertThat(settings()
                        .explicit("mq.profile", "resource-efficient")
                        .explicit("mq.pool.stripes", "8")
                        .problems())
                .containsExactly("mq.pool.stripes = '8' from MqConfig: more than mq.pool.max-connections = '5' from"
                        + " profile resource-efficient; lower the one or raise the other");
        assertThat(settings().explicit("mq.profile", "fastest").problems())
                .containsExactly("mq.profile = 'fastest' from MqConfig: not one of the words; allowed one of none,"
                        + " development, production, cloud, low-latency, high-throughput, resource-efficient");
    }

    @Test
    void bringsNothingThatConcernsTheWholeConnector() {
        for (var profile : Profile.values()) {
            assertThat(profile.settings().keySet()).noneMatch(ConfigKey::isConnectorWide);
        }
    }
}
