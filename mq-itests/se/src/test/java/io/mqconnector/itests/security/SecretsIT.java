// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqNotification;
import io.mqconnector.broker.Certificate;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.itests.LocalJmx;
import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.output.SecretsSearch;
import io.mqconnector.output.TestSecrets;
import io.mqconnector.output.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanInfo;
import javax.management.Notification;
import javax.management.ObjectName;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connector with every kind of secret there is, whose log says everything that it and Kafka's clients can say: passwords,
 * stores, keys as text, tokens, Kafka's own JAAS line, a webhook with a token in its address. It works, is refused, is changed
 * and renewed; and whatever it shows anywhere has none of them in it.
 */
@OnlyInCi
@Timeout(600)
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String INSTANCE = "secretive";
    private static final String TOKEN = TestSecrets.MARKER + "-hook";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"bob\" password=\"%s\";";
    private static final String LISTENER = "listener.name.client.";

    @TempDir
    static Path directory;

    private static Certificate own;
    private static Certificate client;
    private static TokenServer tokens;
    private static EmbeddedBroker broker;
    private static HttpServer hook;

    private final Path file = directory.resolve("secrets.properties");
    private final Properties settings = new Properties();
    /** Everything that anybody was shown. */
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws IOException {
        own = Certificate.create(directory, "broker", "ip:127.0.0.1");
        client = Certificate.create(directory, "client", "");
        tokens = TokenServer.start();
        System.setProperty(ALLOWED_URLS, tokens.tokenUrl() + "," + tokens.keysUrl());
        broker = SecureBrokers.sasl(SecurityProtocol.SASL_SSL, own)
                .property(LISTENER + "ssl.client.auth", "required")
                .property(LISTENER + "ssl.truststore.location", SecureBrokers.trust(client, "PKCS12"))
                .property(LISTENER + "ssl.truststore.type", "PKCS12")
                .property(LISTENER + "ssl.truststore.password", Certificate.PASSWORD)
                .property(
                        LISTENER + "oauthbearer.sasl.server.callback.handler.class",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler")
                .property(LISTENER + "oauthbearer.sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl())
                .property(LISTENER + "oauthbearer.sasl.oauthbearer.expected.audience", "")
                .start();
        for (var user : List.of(SecureBrokers.USER, SecureBrokers.OTHER_USER)) {
            SecureBrokers.addUser(broker.admin(), user, SecureBrokers.PASSWORD);
        }
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(500, -1); // as if it were out of order
            exchange.close();
        });
        hook.start();
    }

    @AfterAll
    static void close() {
        System.clearProperty(ALLOWED_URLS);
        hook.stop(0);
        broker.close();
        tokens.close();
    }

    private static String hookAddress() {
        return "http://127.0.0.1:" + hook.getAddress().getPort() + "/services/" + TOKEN;
    }

    /** Four connections: a password, Kafka's own line, keys as text, tokens. */
    private void everySecretThereIs() throws IOException {
        change(Map.of(
                "mq.client.brokers",
                broker.bootstrapServers(),
                "mq.client.security-protocol",
                "SASL_SSL",
                "mq.client.sasl-mechanism",
                "SCRAM-SHA-512",
                "mq.client.ssl-truststore-location",
                SecureBrokers.trust(own, "PKCS12"),
                "mq.client.ssl-truststore-password",
                Certificate.PASSWORD,
                "mq.client.sasl-username",
                SecureBrokers.USER,
                "mq.client.sasl-password",
                SecureBrokers.PASSWORD,
                // goes out as a header, and is shown to nobody
                "mq.client.source",
                "${the.token}",
                "the.token",
                TestSecrets.MARKER + "-source"));
        change(Map.of(
                "mq.client.ssl-keystore-location",
                client.keyStore().toString(),
                "mq.client.ssl-keystore-password",
                Certificate.PASSWORD,
                "mq.connections.raw.client.ssl-key-password",
                Certificate.PASSWORD,
                "mq.monitoring.webhook",
                hookAddress(),
                "mq.monitoring.interval",
                "100ms",
                "mq.monitoring.alert-intervals",
                "1",
                "mq.monitoring.throughput-threshold",
                "1000000000",
                "mq.config.poll-interval",
                "200ms",
                "mq.producer.max-block",
                "20s",
                // of nobody whom the connector knows, and misspelt
                "mq.kafka.common.vault.token",
                TestSecrets.MARKER + "-vault"));
        change(Map.of(
                "mq.client.sasl-pasword",
                TestSecrets.MARKER + "-misspelt",
                "mq.connections.raw.kafka.common.sasl.jaas.config",
                LOGIN.formatted(SecureBrokers.QUOTED_PASSWORD),
                "mq.connections.raw.client.sasl-mechanism",
                "PLAIN",
                "mq.connections.oauth.client.sasl-mechanism",
                "OAUTHBEARER",
                "mq.connections.oauth.client.oauth-endpoint",
                tokens.tokenUrl(),
                "mq.connections.oauth.client.oauth-client-id",
                TokenServer.CLIENT_ID,
                "mq.connections.oauth.client.oauth-client-secret",
                TokenServer.CLIENT_SECRET,
                "mq.connections.pem.client.ssl-keystore-key",
                client.keyPem(),
                "mq.connections.pem.client.ssl-keystore-certificate-chain",
                client.pem()));
    }

    private void change(Map<String, String> changes) throws IOException {
        settings.putAll(changes);
        var fresh = file.resolveSibling("secrets.new");
        try (var out = Files.newBufferedWriter(fresh)) {
            settings.store(out, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private MqConfig config() {
        return MqConfig.builder()
                .instanceId(INSTANCE)
                .set("mq.config.location", file.toString())
                .build();
    }

    @Test
    void showsNoneOfItsSecretsWhateverHappensToIt() throws Exception {
        var topic = broker.uniqueTopic("secrets", 1);
        everySecretThereIs();
        var received = new ConcurrentLinkedQueue<String>();
        try (var log = KafkaLog.openFinest();
                var jmx = LocalJmx.open();
                var mq = Mq.create(config());
                var heard = mq.addNotifier(this::note);
                var consumer = mq.consumer("secrets." + topic)
                        .topics(topic)
                        .name("secretive")
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> received.add(String.valueOf(message.text())))) {
            jmx.connection().addNotificationListener(jmx.only("Connector", INSTANCE), this::note, null, null);
            for (var connection : List.of("default", "raw", "oauth", "pem")) {
                mq.producer(connection).send(topic, "k", connection);
                mq.producer(connection).inTransaction(transaction -> transaction.send(topic, "k", "in a transaction"));
                try (var borrowed = mq.pool(connection).borrow()) {
                    borrowed.send(topic, "k", "borrowed");
                }
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).hasSize(12));
            look(mq, consumer, jmx);

            wrongSecretsInTheFile(log, mq);
            look(mq, consumer, jmx);
            secretsOverJmx(jmx);
            renewed(log, mq, jmx);
            look(mq, consumer, jmx);
            // its consumers are renewed in the background
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING));
            assertThat(heard).isNotNull();

            wrongConnectors(topic);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen).anyMatch(text -> text.contains("ALERT_RAISED")));
            seen.addAll(log.lines());
            assertThat(log.lines())
                    .as("the log has what usually tells everything")
                    .anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"))
                    .anyMatch(line -> line.contains("ssl.keystore.key = [hidden]"))
                    .anyMatch(line -> line.startsWith("MQ1110"))
                    .anyMatch(line -> line.startsWith("MQ1111"));
        }
        look();

        assertThat(SecretsSearch.ofThisJvm().in("what was shown", String.join("\n", seen)))
                .isEmpty();
    }

    private void wrongSecretsInTheFile(KafkaLog log, Mq mq) throws IOException {
        for (var wrong : List.of(
                Map.of("mq.client.sasl-password", SecureBrokers.WRONG),
                Map.of("mq.connections.oauth.client.oauth-client-secret", SecureBrokers.WRONG),
                Map.of("mq.client.ssl-keystore-password", SecureBrokers.WRONG),
                Map.of("mq.client.ssl-truststore-password", SecureBrokers.WRONG),
                Map.of("mq.monitoring.webhook", "ftp://" + TOKEN),
                Map.of("mq.connections.raw.kafka.common.sasl.jaas.config", "Login required password=x " + TOKEN))) {
            var before = new Properties();
            before.putAll(settings);
            long refusals = refusals(log);
            change(wrong);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(refusals(log))
                            .as(wrong.keySet().toString())
                            .isGreaterThan(refusals));
            var right = new HashMap<String, String>();
            wrong.keySet().forEach(key -> right.put(key, before.getProperty(key)));
            change(right);
        }
        assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
    }

    private static long refusals(KafkaLog log) {
        return log.lines().stream().filter(line -> line.startsWith("MQ1111")).count();
    }

    private void secretsOverJmx(LocalJmx jmx) throws Exception {
        var config = jmx.only("Config", INSTANCE);
        for (var key : List.of(
                "mq.client.sasl-password",
                "mq.monitoring.webhook",
                "mq.kafka.common.sasl.jaas.config",
                "mq.client.ssl-keystore-key",
                "mq.producer.linger")) {
            for (var value : List.of("${mq.client.sasl-password}", "${the.token}")) {
                note(() -> jmx.invoke(config, "set", key, value));
                note(() -> jmx.invoke(config, "dryRun", (Object) new String[] {key + "=" + value}));
            }
        }
        note(() -> jmx.invoke(config, "set", "mq.client.sasl-password", TOKEN));
        note(() -> jmx.invoke(config, "set", "mq.producer.linger", "1ms"));
        note(() -> jmx.invoke(config, "resetOverrides", (Object) new String[0]));
    }

    private void renewed(KafkaLog log, Mq mq, LocalJmx jmx) throws Exception {
        change(Map.of("mq.client.sasl-username", SecureBrokers.OTHER_USER));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.startsWith("MQ1110") && line.contains("'alice' -> 'bob'")));
        for (var name : jmx.names(INSTANCE)) {
            if (name.getKeyProperty("type").equals("Producer")) {
                note(() -> jmx.invoke(name, "rotate"));
            }
        }
        assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
    }

    /** Every text here is wrong for its key: either nothing starts, or nobody is let in. */
    private void wrongConnectors(String topic) {
        for (var wrong : List.of(
                Map.entry("mq.client.ssl-truststore-password", SecureBrokers.WRONG),
                Map.entry("mq.client.ssl-keystore-password", SecureBrokers.WRONG),
                Map.entry("mq.client.ssl-key-password", SecureBrokers.WRONG),
                Map.entry("mq.client.ssl-keystore-key", "-----BEGIN PRIVATE KEY-----\n" + TOKEN),
                Map.entry("mq.connections.pem.client.ssl-keystore-key", "-----BEGIN PRIVATE KEY-----\n" + TOKEN),
                Map.entry("mq.monitoring.webhook", "ftp://" + TOKEN),
                Map.entry("mq.client.sasl-password", "a${" + TOKEN),
                Map.entry("mq.kafka.common.sasl.jaas.config", "Login required " + TOKEN),
                Map.entry("mq.kafka.producer.key.serializer", TOKEN),
                Map.entry("mq.connections.x.kafka.common.ssl.key.password", "${" + TOKEN + "}"),
                Map.entry("mq.connections.y.client.sasl-password", "${of.${the.token}}"),
                Map.entry("mq.client.sasl-password", SecureBrokers.WRONG),
                Map.entry("mq.client.sasl-username", "mallory"),
                Map.entry("mq.connections.oauth.client.oauth-client-secret", SecureBrokers.WRONG),
                Map.entry("mq.connections.raw.kafka.common.sasl.jaas.config", LOGIN.formatted(TOKEN)))) {
            var name = wrong.getKey().startsWith("mq.connections.")
                    ? wrong.getKey().split("\\.", -1)[2]
                    : "default";
            var failure = catchThrowable(() -> {
                try (var mq = Mq.create(MqConfig.builder()
                        .instanceId("wrong")
                        .set("mq.config.location", file.toString())
                        .set("mq.producer.max-block", "2s")
                        .set(wrong.getKey(), wrong.getValue())
                        .build())) {
                    var producer = mq.producer(name);
                    seen.add(Texts.of(catchThrowable(
                            () -> producer.inTransaction(transaction -> transaction.send(topic, "k", "v")))));
                    var ping = mq.ping(PATIENCE);
                    ping.failure().ifPresent(why -> seen.add(Texts.of(why)));
                    seen.add(ping + " " + mq.health());
                    producer.send(topic, "k", "v");
                }
            });
            assertThat(failure).as(wrong.getKey()).isInstanceOf(MqException.class);
            seen.add(Texts.of(failure));
        }
    }

    private interface Attempt {
        Object result() throws Exception;
    }

    private void note(Attempt attempt) {
        try {
            seen.add(Arrays.deepToString(new Object[] {attempt.result()}));
        } catch (Exception e) {
            seen.add(Texts.of(e));
        }
    }

    private void note(MqNotification notification) {
        seen.add(notification.toString());
    }

    private void note(Notification notification, Object handback) {
        seen.add(notification + " " + notification.getMessage() + " " + notification.getUserData());
    }

    /** Everything that can be asked. */
    private void look(Mq mq, MqConsumer consumer, LocalJmx jmx) throws Exception {
        Stream.<Object>of(
                        mq,
                        config(),
                        consumer,
                        consumer.stats(),
                        mq.health(),
                        mq.pool().stats(),
                        mq.ping(PATIENCE),
                        mq.producer(),
                        mq.producer("raw"))
                .map(Object::toString)
                .forEach(seen::add);
        var names = new ArrayList<ObjectName>(jmx.names(INSTANCE));
        names.addAll(jmx.connection().queryNames(new ObjectName("kafka.*:*"), null));
        assertThat(names).hasSizeGreaterThan(20);
        for (var name : names) {
            seen.add(name.toString());
            MBeanInfo info;
            try {
                info = jmx.connection().getMBeanInfo(name);
            } catch (InstanceNotFoundException e) {
                continue; // of a client that is closed meanwhile
            }
            note(() -> info);
            for (var attribute : info.getAttributes()) {
                note(() -> jmx.get(name, attribute.getName()));
            }
        }
        look();
    }

    private void look() {
        Thread.getAllStackTraces().forEach((thread, stack) -> seen.add(thread + " " + Arrays.toString(stack)));
    }
}
