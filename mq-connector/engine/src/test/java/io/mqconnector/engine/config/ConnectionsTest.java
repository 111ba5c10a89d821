// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqconnector.api.MqConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final String SECRET = "s3cr3t-never-shown";

    @Test
    void areThoseThatSomethingIsConfiguredFor() {
        var snapshot = settings()
                .explicit("mq.connections.\"shop.eu\".client.brokers", "a:1")
                .file("mq.connections.analytics.client.brokers", "b:1")
                .property("mq.connections.\"audit\".kafka.producer.linger.ms", "1")
                .environment("MQ_CONNECTIONS__LOGS__CLIENT_BROKERS", "c:1")
                .environment("MQ_CONNECTIONS__ANALYTICS__PRODUCER_LINGER", "7ms")
                .environment("MQ_CONNECTIONS_PORT", "tcp://10.0.0.1:80")
                .environment("MQ_CONNECTIONS__SOMEBODY__ELSES", "x")
                .read();

        assertThat(snapshot.connections()).containsExactly("default", "analytics", "audit", "logs", "shop.eu");
        assertThat(snapshot.connection("shop.eu").get(ConfigKeys.CLIENT_BROKERS))
                .containsExactly("a:1");
        assertThat(snapshot.connection("logs").get(ConfigKeys.CLIENT_BROKERS)).containsExactly("c:1");
        assertThat(snapshot.connection("analytics").producerProperties()).containsEntry("linger.ms", 7L);
        assertThat(snapshot.connection("audit").producerProperties()).containsEntry("linger.ms", 1L);
        assertThat(snapshot.connection("").producerProperties()).containsEntry("linger.ms", 5L);
        assertThat(snapshot.warnings())
                .hasSize(3)
                .anyMatch(warning -> warning.startsWith("MQ_CONNECTIONS_PORT from environment variable"))
                .anyMatch(warning -> warning.startsWith("MQ_CONNECTIONS__SOMEBODY__ELSES from environment variable"))
                .anyMatch(warning -> warning.startsWith("connection 'audit' has no brokers of its own and uses"
                        + " mq.client.brokers = 'localhost:9092' by default; set"
                        + " mq.connections.\"audit\".client.brokers"));
    }

    @Test
    void areNamedWhenAnotherIsAskedFor() {
        var snapshot = settings()
                .file("mq.connections.analytics.client.brokers", "b:1")
                .read();

        assertThatExceptionOfType(MqConfigException.class)
                .isThrownBy(() -> snapshot.connection("analytcs"))
                .withMessage(
                        "there is no connection 'analytcs'; did you mean 'analytics'?; there are default, analytics,"
                                + " others are configured by mq.connections.\"analytcs\".client.brokers");
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThat(settings()
                        .explicit("mq.connections.\"a b\".client.brokers", "a:1")
                        .file("mq.connections.default.producer.linger", "5ms")
                        .problems())
                .containsExactly(
                        "mq.connections.\"a b\".client.brokers: 'a b' cannot be the name of a connection; allowed letters,"
                                + " digits, dot, underscore, minus; at most 64",
                        "mq.connections.default.producer.linger: the keys of the default connection stand without"
                                + " connections; write mq.producer.linger");
    }

    @Test
    void warnsOfKeysThatConnectionsDoNotHave() {
        assertThat(settings()
                        .file("mq.connections.a.client.brokers", "a:1")
                        .file("mq.connections.a.producer.lingr", "5ms")
                        .file("mq.connections.a.config.poll-interval", "5s")
                        .file("mq.connections.a.kafka.linger.ms", "5")
                        .file("mq.connections.a", "5")
                        .read()
                        .warnings())
                .containsExactlyInAnyOrder(
                        "mq.connections.a from file mq.properties: no such key; a connection's keys are"
                                + " mq.connections.\"<name>\".<group>.<key>",
                        "mq.connections.a.producer.lingr from file mq.properties: no such key; did you mean"
                                + " 'mq.connections.\"a\".producer.linger'?",
                        "mq.connections.a.config.poll-interval from file mq.properties: is for the whole connector; write"
                                + " mq.config.poll-interval",
                        "mq.connections.a.kafka.linger.ms from file mq.properties: no such key; after"
                                + " mq.connections.\"a\".kafka. comes common, producer, consumer or admin, then Kafka's"
                                + " own key");
    }

    @Test
    void reportsTheProblemsOfAllAtOnceAndWhatTheyShareOnce() {
        assertThat(settings()
                        .explicit("mq.producer.linger", "soon")
                        .explicit("mq.producer.buffer", "1MiB")
                        .file("mq.connections.a.client.brokers", "nowhere")
                        .file("mq.connections.b.producer.max-message-bytes", "2MiB")
                        .file("mq.connections.b.client.brokers", "b:1")
                        .file("mq.connections.b.producer.acks", "1")
                        .file("mq.connections.b.producer.idempotence", "true")
                        .problems())
                .containsExactlyInAnyOrder(
                        "mq.producer.linger = 'soon' from MqConfig: not a duration; allowed 0 to 1 h, as PT0.005S or 5ms",
                        "mq.connections.a.client.brokers = 'nowhere' from file mq.properties: 'nowhere' has"
                                + " no port; allowed host:port,host:port with ports 1 to 65535, IPv6 addresses in brackets",
                        "mq.connections.b.producer.max-message-bytes = '2MiB' from file mq.properties: more"
                                + " than mq.producer.buffer = '1MiB' from MqConfig; lower the one or raise the other",
                        "mq.connections.b.producer.idempotence = 'true' from file mq.properties contradicts"
                                + " mq.connections.b.producer.acks = '1' from file mq.properties: idempotence needs acks all;"
                                + " remove one of the two");
    }

    @Test
    void areNamedInAProblemThatNamesNoKeyOfTheirs() {
        assertThat(settings()
                        .file("mq.connections.a.client.brokers", "a:1")
                        .file("mq.connections.a.profile", "cloud")
                        .file("mq.client.sasl-username", "u")
                        .problems())
                .contains("connection 'a': mq.client.sasl-password is not set: mq.client.security-protocol = 'SASL_SSL'"
                        + " from profile cloud with sasl-mechanism PLAIN needs it");
    }

    @Test
    void takeKafkasOwnPropertiesOfTheirOwnBeforeThoseOfAll() {
        var snapshot = settings()
                .property("mq.kafka.producer.linger.ms", "1")
                .property("mq.kafka.common.receive.buffer.bytes", "1000")
                .property("mq.kafka.producer.receive.buffer.bytes", "2000")
                .file("mq.connections.a.client.brokers", "a:1")
                .file("mq.connections.a.producer.linger", "9ms")
                .file("mq.connections.a.kafka.common.receive.buffer.bytes", "3000")
                .file("mq.connections.b.client.brokers", "b:1")
                .file("mq.connections.b.kafka.producer.linger.ms", "8")
                .property("mq.connections.b.kafka.consumer.receive.buffer.bytes", "4000")
                .read();

        assertThat(snapshot.producerProperties())
                .containsEntry("linger.ms", 1L)
                .containsEntry("receive.buffer.bytes", 2000);
        assertThat(snapshot.connection("a").producerProperties())
                .containsEntry("linger.ms", 9L)
                .containsEntry("receive.buffer.bytes", 3000);
        assertThat(snapshot.connection("b").producerProperties())
                .containsEntry("linger.ms", 8L)
                .containsEntry("receive.buffer.bytes", 2000);
        assertThat(snapshot.connection("b").adminProperties()).containsEntry("receive.buffer.bytes", 1000);
    }

    @Test
    void refuseAKeyOfOursBesideKafkasForTheSameConnection() {
        assertThat(settings()
                        .file("mq.connections.a.client.brokers", "a:1")
                        .file("mq.connections.a.producer.linger", "9ms")
                        .file("mq.connections.\"a\".kafka.producer.linger.ms", "8")
                        .problems())
                .containsExactly("mq.connections.a.producer.linger = '9ms' from file mq.properties and"
                        + " mq.connections.\"a\".kafka.producer.linger.ms = '8' from file mq.properties set the same"
                        + " thing: remove one of the two");
    }

    @Test
    void areOverriddenWhateverKafkasPropertiesSay() {
        var snapshot = settings()
                .property("mq.kafka.producer.linger.ms", "1")
                .property("mq.kafka.producer.socket.connection.setup.timeout.ms", "1000")
                .override("mq.producer.linger", "9ms")
                .override("mq.connection.dial-timeout", "9s")
                .read();

        assertThat(snapshot.producerProperties())
                .containsEntry("linger.ms", 9L)
                .containsEntry("socket.connection.setup.timeout.ms", 9000L);
        assertThat(snapshot.value(ConfigKeys.PRODUCER_LINGER))
                .isEqualTo(new ConfigValue("mq.producer.linger", "9ms", Layer.OVERRIDE, "override by test"));
    }

    @Test
    void areNotMadeByAnOverride() {
        assertThat(settings()
                        .file("mq.connections.analytics.client.brokers", "a:1")
                        .override("mq.connections.analytcs.producer.linger", "1ms")
                        .problems())
                .containsExactly(
                        "mq.connections.\"analytcs\".producer.linger: there is no connection 'analytcs'; did you"
                                + " mean 'analytics'?; there are default, analytics");
    }

    @Test
    void leaveOutWhatSecuresTheOthersWhereTheySaySomethingElse() {
        var snapshot = settings()
                .property("mq.client.security-protocol", "SASL_SSL")
                .property("mq.client.sasl-username", "u")
                .property("mq.client.sasl-password", SECRET)
                .property("mq.kafka.common.ssl.protocol", "TLSv1.3")
                .file("mq.connections.plain.client.brokers", "p:1")
                .file("mq.connections.plain.client.security-protocol", "PLAINTEXT")
                .file("mq.connections.tls.client.brokers", "t:1")
                .file("mq.connections.tls.client.security-protocol", "SSL")
                .file("mq.connections.same.client.brokers", "s:1")
                .file("mq.connections.same.client.sasl-password", SECRET + 2)
                .read();

        assertThat(snapshot.connection("plain").producerProperties())
                .containsEntry("security.protocol", "PLAINTEXT")
                .doesNotContainKeys("sasl.jaas.config", "sasl.mechanism");
        assertThat(snapshot.connection("tls").producerProperties())
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKeys("sasl.jaas.config");
        assertThat(snapshot.connection("same").producerProperties()).containsKeys("sasl.jaas.config");
        assertThat(snapshot.connection("same").get(SecurityKeys.CLIENT_SASL_PASSWORD))
                .isEqualTo(SECRET + 2);
        assertThat(snapshot + " " + snapshot.effective() + snapshot.connection("same") + snapshot.warnings()
                        + snapshot.connection("same").effective()
                        + snapshot.connection("same").producerProperties())
                .doesNotContain(SECRET);
    }

    @Test
    void areAnotherUserThanKafkasLineForAllSays() {
        var jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"all\" password=\"x\";";
        var settings = settings()
                .property("mq.client.security-protocol", "SASL_SSL")
                .property("mq.kafka.common.sasl.jaas.config", jaas)
                .file("mq.connections.a.client.brokers", "a:1")
                .file("mq.connections.a.client.sasl-username", "alone")
                .file("mq.connections.a.client.sasl-password", "y")
                .declared("connection", "a");
        var snapshot = settings.read();

        assertThat(((org.apache.kafka.common.config.types.Password)
                                snapshot.producerProperties().get("sasl.jaas.config"))
                        .value())
                .contains("\"all\"");
        for (var properties : List.of(
                snapshot.connection("a").producerProperties(),
                snapshot.connection("a").adminProperties(),
                settings.listener().consumerProperties())) {
            assertThat(((org.apache.kafka.common.config.types.Password) properties.get("sasl.jaas.config")).value())
                    .contains("\"alone\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JndiLoginModule", "LdapLoginModule"})
    void refuseLoginModulesThatRunForeignCode(String module) {
        var jaas = "com.sun.security.auth.module." + module + " required;";

        assertThat(settings()
                        .file("mq.connections.a.client.brokers", "a:1")
                        .file("mq.connections.a.kafka.common.sasl.jaas.config", jaas)
                        .problems())
                .containsExactly("mq.connections.a.kafka.common.sasl.jaas.config = '****' from file"
                        + " mq.properties: names JndiLoginModule or LdapLoginModule, which let a configuration run foreign"
                        + " code: refused");
        assertThat(settings().file("mq.kafka.consumer.sasl.jaas.config", jaas).problems())
                .hasSize(1);
        assertThat(settings()
                        .file("mq.listeners.orders.kafka.sasl.jaas.config", jaas)
                        .listenerProblems())
                .hasSize(1);
    }

    @Test
    void giveTheirListenersBrokersUserAndDefaults() {
        var settings = settings()
                .property("mq.client.brokers", "d:1")
                .property("mq.listener.workers", "2")
                .file("mq.connections.a.client.brokers", "a:1")
                .file("mq.connections.a.listener.workers", "3")
                .file("mq.connections.a.consumer.group-id", "of-a")
                .file("mq.connections.a.kafka.consumer.receive.buffer.bytes", "4000")
                .group("");

        var listener = settings.declared("connection", "a").listener();

        assertThat(listener.connection()).isEqualTo("a");
        assertThat(listener.workers()).isEqualTo(3);
        assertThat(listener.group()).isEqualTo("of-a");
        assertThat(listener.consumerProperties())
                .containsEntry("bootstrap.servers", List.of("a:1"))
                .containsEntry("receive.buffer.bytes", 4000);
        var elsewhere = settings.group("g")
                .application("mq.listeners.orders.connection", "default")
                .listener();
        assertThat(elsewhere.connection()).isEqualTo("default");
        assertThat(elsewhere.workers()).isEqualTo(2);
        assertThat(elsewhere.consumerProperties())
                .containsEntry("bootstrap.servers", List.of("d:1"))
                .doesNotContainEntry("receive.buffer.bytes", 4000);
    }

    @Test
    void areNamedWhenAListenerAsksForAnother() {
        assertThat(settings()
                        .file("mq.connections.analytics.client.brokers", "a:1")
                        .declared("connection", "analitics")
                        .declared("workers", "none")
                        .listenerProblems())
                .containsExactlyInAnyOrder(
                        "connection = 'analitics' from the declaration of listener 'orders': there is no connection"
                                + " 'analitics'; did you mean 'analytics'?; there are default, analytics, others are"
                                + " configured by mq.connections.\"analitics\".client.brokers",
                        "workers = 'none' from the declaration of listener 'orders': not a whole number; allowed 1 to"
                                + " 1000");
    }

    @Test
    void haveClientIdsOfTheirOwn() {
        var snapshot = settings()
                .explicit("mq.client.client-id", "shop")
                .explicit("mq.connections.b.client.client-id", "bee")
                .explicit("mq.connections.b.client.brokers", "b:1")
                .explicit("mq.connections.a.client.brokers", "a:1")
                .read();

        assertThat(snapshot.connection("default").clientIdPrefix()).isEqualTo("shop");
        assertThat(snapshot.connection("a").clientIdPrefix()).isEqualTo("shop-a");
        assertThat(snapshot.connection("b").clientIdPrefix()).isEqualTo("bee");
    }

    @Test
    void areShownUnderTheirNamesWithWhereTheirValuesStand() {
        var connection = settings()
                .property("mq.producer.linger", "7ms")
                .file("mq.connections.a.client.brokers", "a:1")
                .read()
                .connection("a");

        assertThat(connection.value(ConfigKeys.CLIENT_BROKERS))
                .isEqualTo(new ConfigValue(
                        "mq.connections.\"a\".client.brokers", "a:1", Layer.CONFIG, "file mq.properties"));
        assertThat(connection.value(ConfigKeys.PRODUCER_LINGER))
                .isEqualTo(new ConfigValue(
                        "mq.connections.\"a\".producer.linger",
                        "7ms",
                        Layer.CONFIG,
                        "system property (mq.producer.linger)"));
        assertThat(connection.value(ConfigKeys.CONFIG_POLL_INTERVAL).name()).isEqualTo("mq.config.poll-interval");
    }
}
