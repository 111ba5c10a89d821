// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.Certificate;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.outbound.RotationCause;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class SecurityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a producer that is refused is waited for. */
    private static final String MAX_BLOCK = "4s";
    /** Far below the delivery time-out of two minutes. */
    private static final Duration FAST = Duration.ofSeconds(15);

    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    @TempDir
    static Path directory;

    private static Certificate own;
    private static Certificate client;
    private static Certificate stranger;
    private static TokenServer tokens;
    private static EmbeddedBroker sasl;
    private static EmbeddedBroker tls;

    @BeforeAll
    static void start() {
        own = Certificate.create(directory, "broker", "ip:127.0.0.1");
        client = Certificate.create(directory, "client", "");
        stranger = Certificate.create(directory, "stranger", "ip:127.0.0.1");
        tokens = TokenServer.start();
        System.setProperty(ALLOWED_URLS, tokens.tokenUrl() + "," + tokens.keysUrl());
        sasl = SecureBrokers.sasl(SecurityProtocol.SASL_SSL, own)
                .property(
                        "listener.name.client.oauthbearer.sasl.server.callback.handler.class",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler")
                .property("listener.name.client.oauthbearer.sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl())
                .property("listener.name.client.oauthbearer.sasl.oauthbearer.expected.audience", "")
                .start();
        tls = SecureBrokers.tls(own, client).start();
        SecureBrokers.addUser(sasl.admin(), SecureBrokers.USER, SecureBrokers.PASSWORD);
        SecureBrokers.addUser(sasl.admin(), SecureBrokers.OTHER_USER, SecureBrokers.PASSWORD);
    }

    @AfterAll
    static void close() {
        System.clearProperty(ALLOWED_URLS);
        sasl.close();
        tls.close();
        tokens.close();
    }

    private static MqConfig.Builder config(EmbeddedBroker broker, SecurityProtocol protocol) {
        var config = MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("security-" + UUID.randomUUID())
                .set("mq.client.security-protocol", protocol.name)
                .set("mq.pool.stripes", "1")
                .set("mq.producer.max-block", "20s");
        return protocol == SecurityProtocol.SASL_PLAINTEXT
                ? config
                : config.set("mq.client.ssl-truststore-location", SecureBrokers.trust(own, "PKCS12"))
                        .set("mq.client.ssl-truststore-password", Certificate.PASSWORD);
    }

    private static MqConfig.Builder as(String mechanism, String user, String password) {
        return config(sasl, SecurityProtocol.SASL_SSL)
                .set("mq.client.sasl-mechanism", mechanism)
                .set("mq.client.sasl-username", user)
                .set("mq.client.sasl-password", password);
    }

    private static MqConfig.Builder asAlice() {
        return as("SCRAM-SHA-512", SecureBrokers.USER, SecureBrokers.PASSWORD);
    }

    /** A message goes out and comes in, and the cluster answers a ping. */
    private static void assertWorks(EmbeddedBroker broker, MqConfig.Builder config) {
        var topic = broker.uniqueTopic("secure", 1);
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (var mq = Mq.create(config.build());
                var consumer = mq.consumer("secure." + UUID.randomUUID())
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> received.add(String.valueOf(message.text())))) {
            mq.producer().send(topic, "k", "secret handshake");

            assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("secret handshake");
            assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
            assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        assertThat(broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo("secret handshake"));
    }

    /** Fails fast, with a text that names the key, in a send, a ping and a consumer; nobody tells a secret. */
    private static void assertRefused(EmbeddedBroker broker, MqConfig.Builder config, String key, String... secrets) {
        var topic = broker.uniqueTopic("refused", 1);
        BlockingQueue<MqConsumerError> errors = new LinkedBlockingQueue<>();
        try (var log = KafkaLog.open();
                var mq =
                        Mq.create(config.set("mq.producer.max-block", MAX_BLOCK).build());
                var consumer = mq.consumer("refused." + UUID.randomUUID())
                        .topics(topic)
                        .set("failure-policy", "skip")
                        .set("restart-attempts", "1")
                        .set("restart-backoff", "10ms")
                        .onError(errors::add)
                        .start((message, metadata) -> {})) {
            long start = System.nanoTime();
            var failure = catchThrowableOfType(
                    MqSendException.class, () -> mq.producer().send(topic, "k", "v"));
            var took = Duration.ofNanos(System.nanoTime() - start);
            var ping = mq.ping(FAST);

            assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure).hasMessageContaining(key);
            assertThat(took).isLessThan(FAST);
            assertThat(ping.isReachable()).isFalse();
            assertThat(ping.failure()).hasValueSatisfying(why -> {
                assertThat(why.code()).as("%s", why).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
                assertThat(why).hasMessageContaining(key);
            });
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.FAILED));
            // told by a thread of its own
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(errors)
                            .extracting(MqConsumerError::kind)
                            .contains(MqConsumerError.Kind.AUTHORIZATION, MqConsumerError.Kind.GIVEN_UP));
            assertThat(errors).allSatisfy(error -> assertThat(error.message()).contains(key));
            for (String secret : secrets) {
                assertThat(log.lines()).noneMatch(line -> line.contains(secret));
                assertThat(List.of(failure.toString(), ping.toString(), errors.toString(), consumer.toString()))
                        .noneMatch(text -> text.contains(secret));
            }
        }
        assertThat(broker.endOffsets(topic).values()).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void sendsAndReceivesWithAPasswordAndTellsItNobody(String mechanism) {
        try (var log = KafkaLog.open()) {
            assertWorks(sasl, as(mechanism, SecureBrokers.USER, SecureBrokers.PASSWORD));

            // Kafka prints its whole configuration, with the line that the password is in
            assertThat(log.lines()).anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"));
            assertThat(log.lines()).noneMatch(line -> line.contains(TestSecrets.MARKER));
        }
    }

    @Test
    void sendsAndReceivesWithoutTls() {
        try (var broker =
                SecureBrokers.sasl(SecurityProtocol.SASL_PLAINTEXT, own).start()) {
            assertWorks(
                    broker,
                    config(broker, SecurityProtocol.SASL_PLAINTEXT)
                            .set("mq.client.sasl-username", SecureBrokers.USER)
                            .set("mq.client.sasl-password", SecureBrokers.PASSWORD));
        }
    }

    @ParameterizedTest
    @OnlyInCi
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void refusesAWrongPassword(String mechanism) {
        assertRefused(
                sasl,
                as(mechanism, SecureBrokers.USER, SecureBrokers.WRONG),
                "mq.client.sasl-password",
                SecureBrokers.WRONG);
    }

    @Test
    void refusesAnUnknownUser() {
        assertRefused(
                sasl,
                as("SCRAM-SHA-512", "mallory", SecureBrokers.WRONG),
                "mq.client.sasl-username",
                SecureBrokers.WRONG);
    }

    @Test
    void findsTheWayBackWhenTheBrokerLearnsThePassword() {
        var topic = sasl.uniqueTopic("corrected", 1);
        var user = "late-" + UUID.randomUUID();
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (var mq = Mq.create(as("SCRAM-SHA-256", user, TestSecrets.MARKER + " late")
                        .set("mq.producer.max-block", MAX_BLOCK)
                        .build());
                var consumer = mq.consumer("corrected." + UUID.randomUUID())
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .set("restart-attempts", "0")
                        .set("restart-backoff", "100ms")
                        .set("restart-max-backoff", "500ms")
                        .start((message, metadata) -> received.add(String.valueOf(message.text())))) {
            var failure = catchThrowableOfType(
                    MqSendException.class, () -> mq.producer().send(topic, "k", "too early"));
            assertThat(failure.code()).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RECOVERING));

            SecureBrokers.addUser(sasl.admin(), user, TestSecrets.MARKER + " late");

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    mq.producer().send(topic, "k", "in time").offset())
                            .isZero());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("in time"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(mq.ping(PATIENCE).isReachable()).isTrue());
        }
    }

    @Test
    void takesTokensOfAnIdentityProvider() {
        try (var log = KafkaLog.open()) {
            assertWorks(sasl, oauth(TokenServer.CLIENT_SECRET));

            assertThat(tokens.requests).anyMatch(request -> request.contains("scope=kafka"));
            assertThat(log.lines()).noneMatch(line -> line.contains(TokenServer.CLIENT_SECRET));
        }
    }

    private static MqConfig.Builder oauth(String secret) {
        return config(sasl, SecurityProtocol.SASL_SSL)
                .set("mq.client.sasl-mechanism", "OAUTHBEARER")
                .set("mq.client.oauth-endpoint", tokens.tokenUrl())
                .set("mq.client.oauth-client-id", TokenServer.CLIENT_ID)
                .set("mq.client.oauth-client-secret", secret)
                .set("mq.client.oauth-scope", "kafka");
    }

    private static MqConfig.Builder withCertificate() {
        return config(tls, SecurityProtocol.SSL);
    }

    @Test
    void showsItsCertificateFromAStore() {
        assertWorks(
                tls,
                withCertificate()
                        .set("mq.client.ssl-truststore-location", SecureBrokers.trust(own, "JKS"))
                        .set(
                                "mq.client.ssl-keystore-location",
                                client.keyStore().toString())
                        .set("mq.client.ssl-keystore-password", Certificate.PASSWORD)
                        .set("mq.client.ssl-key-password", Certificate.PASSWORD));
    }

    private static MqConfig.Builder withPemFile(Certificate certificate) {
        try {
            var file = Files.writeString(
                    directory.resolve("key-" + UUID.randomUUID() + ".pem"), certificate.keyPem() + certificate.pem());
            return withCertificate().set("mq.client.ssl-keystore-location", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("no PEM file", e);
        }
    }

    @Test
    void showsItsCertificateFromAPemFile() {
        assertWorks(tls, withPemFile(client));
    }

    @Test
    void showsItsCertificateFromPemText() {
        assertWorks(
                tls,
                MqConfig.builder()
                        .brokers(tls.bootstrapServers())
                        .instanceId("security-" + UUID.randomUUID())
                        .set("mq.client.security-protocol", "SSL")
                        .set("mq.client.ssl-truststore-certificates", own.pem())
                        .set("mq.client.ssl-keystore-key", client.keyPem())
                        .set("mq.client.ssl-keystore-certificate-chain", client.pem()));
    }

    @Test
    void refusesAWrongCertificate() {
        assertRefused(tls, withPemFile(stranger), "mq.client.ssl-keystore-location");
    }

    @Test
    @OnlyInCi
    void refusesToGoWithoutACertificate() {
        assertRefused(tls, withCertificate(), "mq.client.ssl-keystore-location");
    }

    @Test
    @OnlyInCi
    void refusesABrokerThatNobodyTrustedHasSigned() {
        assertRefused(
                tls,
                withPemFile(client).set("mq.client.ssl-truststore-location", SecureBrokers.trust(stranger, "PKCS12")),
                "mq.client.ssl-truststore-location");
    }

    @Test
    @OnlyInCi
    void refusesABrokerThatHasAnotherName() {
        var byName = tls.bootstrapServers().replace("127.0.0.1", "localhost");

        assertRefused(tls, withPemFile(client).brokers(byName), "mq.client.ssl-endpoint-identification");
    }

    @Test
    void acceptsABrokerThatHasAnotherNameIfToldTo() {
        var byName = tls.bootstrapServers().replace("127.0.0.1", "localhost");

        assertWorks(tls, withPemFile(client).brokers(byName).set("mq.client.ssl-endpoint-identification", "none"));
    }

    @Test
    void startsNothingWithAStoreThatDoesNotOpen() {
        var failure = catchThrowableOfType(
                MqConfigException.class,
                () -> Mq.create(withCertificate()
                        .set("mq.client.ssl-truststore-password", SecureBrokers.WRONG)
                        .build()));

        assertThat(failure)
                .hasMessageContaining("mq.client.ssl-truststore-password = '****'")
                .hasMessageContaining("does not open")
                .hasMessageNotContaining(TestSecrets.MARKER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhichPermissionASendLacks(boolean mayDescribe) {
        var topic = sasl.uniqueTopic("forbidden", 1);
        SecureBrokers.allow(sasl.admin(), SecureBrokers.OTHER_USER, AclOperation.ALL, ResourceType.TOPIC, topic);
        if (mayDescribe) {
            SecureBrokers.allow(sasl.admin(), SecureBrokers.USER, AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
        }
        try (var mq = Mq.create(asAlice().build())) {
            long start = System.nanoTime();
            var failure = catchThrowableOfType(
                    MqSendException.class, () -> mq.producer().send(topic, "k", "v"));

            assertThat(failure.code()).as("%s", failure).isEqualTo(MqErrorCode.AUTHORIZATION_FAILED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.isFatal()).isFalse();
            assertThat(failure).hasMessageContaining("grant this user Write and Describe on topic " + topic);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FAST);

            SecureBrokers.allow(sasl.admin(), SecureBrokers.USER, AclOperation.WRITE, ResourceType.TOPIC, topic);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(mq.producer().send(topic, "k", "v").offset())
                                    .isZero());
        }
        assertThat(sasl.consumeAll(topic)).hasSize(1);
    }

    @Test
    void aListenerWithoutPermissionFailsAndTellsWhichAndRunsOnceItHasIt() {
        var topic = sasl.uniqueTopic("forbidden-group", 1);
        var group = "forbidden." + UUID.randomUUID();
        SecureBrokers.allow(sasl.admin(), SecureBrokers.OTHER_USER, AclOperation.ALL, ResourceType.GROUP, group);
        BlockingQueue<MqConsumerError> errors = new LinkedBlockingQueue<>();
        try (var mq = Mq.create(asAlice().build());
                var consumer = mq.consumer(group)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .set("restart-attempts", "2")
                        // so long that nobody misses it
                        .set("restart-backoff", "1s")
                        .onError(errors::add)
                        .start((message, metadata) -> {})) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RECOVERING));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.FAILED));
            // told by a thread of its own
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(errors)
                            .extracting(MqConsumerError::kind)
                            .containsExactly(
                                    MqConsumerError.Kind.AUTHORIZATION,
                                    MqConsumerError.Kind.AUTHORIZATION,
                                    MqConsumerError.Kind.GIVEN_UP));
            assertThat(errors)
                    .allSatisfy(error -> assertThat(error.message())
                            .contains("grant this user Read on the consumer group")
                            .contains(group));

            SecureBrokers.allow(sasl.admin(), SecureBrokers.USER, AclOperation.READ, ResourceType.GROUP, group);
            consumer.restart();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING));
        }
    }

    /** Under load, which never notices; the last part shows by a topic of bob's that he is who sends. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void aChangeToAWrongPasswordIsRefusedAndTheProducersInUseGoOn(String mechanism) throws InterruptedException {
        var topic = sasl.uniqueTopic("changed", 2);
        var ofBob = sasl.uniqueTopic("of-bob", 1);
        SecureBrokers.allow(sasl.admin(), SecureBrokers.OTHER_USER, AclOperation.ALL, ResourceType.TOPIC, ofBob);
        var wrong = snapshot(as(mechanism, SecureBrokers.OTHER_USER, SecureBrokers.WRONG));
        var right = snapshot(as(mechanism, SecureBrokers.OTHER_USER, SecureBrokers.PASSWORD));
        try (var log = KafkaLog.open();
                var connector = Connector.start(
                        as(mechanism, SecureBrokers.USER, SecureBrokers.PASSWORD)
                                .set("mq.pool.stripes", "2")
                                .build(),
                        SecurityIT.class.getClassLoader());
                var load = new Load(connector.producer(), topic)) {
            var producer = (StripedProducer) connector.producer();
            load.awaitMore();

            var refused = producer.reconfigure(wrong.producerProperties(), SendLimits.of(wrong.connection("")));
            load.awaitMore();

            assertThat(refused).succeedsWithin(PATIENCE).satisfies(report -> {
                assertThat(report.isApplied()).isFalse();
                assertThat(report.failure().code()).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
                assertThat(report.failure()).hasMessageContaining("mq.client.sasl-password");
            });
            assertThat(producer.rotations().failedCount()).isEqualTo(1);
            assertThat(producer.rotations().replacedCount()).isZero();
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("MQ1041") && line.contains("mq.client.sasl-password"));
            // with the old credentials still, in transactions too
            load.awaitMore();
            assertThat(producer.rotate(RotationCause.REQUESTED))
                    .succeedsWithin(PATIENCE)
                    .satisfies(report -> assertThat(report.isApplied()).isTrue());
            producer.inTransaction(
                    transaction -> transaction.send(topic, "transaction", "t").offset());

            var taken = producer.reconfigure(right.producerProperties(), SendLimits.of(right.connection("")));

            assertThat(taken).succeedsWithin(PATIENCE).satisfies(report -> {
                assertThat(report.isApplied()).as("%s", report.failure()).isTrue();
                assertThat(report.replacedCount()).isEqualTo(2);
            });
            assertThat(producer.send(ofBob, "k", "v").offset()).isZero();
            load.awaitMore();
            var sent = load.stop();

            assertThat(load.failures()).isEmpty();
            assertThat(sasl.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                    .filteredOn(record -> "load".equals(record.key()))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(sent);
            assertThat(log.lines()).noneMatch(line -> line.contains(TestSecrets.MARKER));
            assertThat(List.of(refused.join().toString(), producer.rotations().toString()))
                    .noneMatch(text -> text.contains(TestSecrets.MARKER));
        }
    }

    private static ConfigSnapshot snapshot(MqConfig.Builder config) {
        return ConfigSnapshot.read(config.build(), SecurityIT.class.getClassLoader());
    }
}
