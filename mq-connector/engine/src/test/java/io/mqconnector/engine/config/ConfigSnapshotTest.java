// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ConfigSnapshotTest {
    @Test
    void hasTheDefaultsOfTheTable() {
        var snapshot = settings().read();

        assertThat(snapshot.get(ConfigKeys.CLIENT_BROKERS)).containsExactly("localhost:9092");
        assertThat(snapshot.get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(5));
        assertThat(snapshot.get(ConfigKeys.CONSUMER_GROUP_ID)).isEmpty();
        assertThat(snapshot.get(ConfigKeys.LISTENER_TOPICS)).isEmpty();
        assertThat(snapshot.value(ConfigKeys.PRODUCER_LINGER))
                .isEqualTo(new ConfigValue("mq.producer.linger", "5ms", Layer.DEFAULT, "default"));
        assertThat(snapshot.isExplicit(ConfigKeys.PRODUCER_LINGER)).isFalse();
        assertThat(snapshot.warnings()).isEmpty();
        assertThat(snapshot.instanceId()).matches("[A-Za-z0-9._-]+-1");
        assertThat(snapshot.get(ConfigKeys.CLIENT_CLIENT_ID)).isEqualTo("mq-" + snapshot.instanceId());
    }

    /** Two servers on one machine with the same transactional ids would fence each other. */
    @Test
    void tellsTheServersOfAMachineApart() {
        var host = Map.of("HOSTNAME", "box 7");

        assertThat(SnapshotReader.defaultInstanceId(name -> null, host::get)).isEqualTo("box-7-1");
        assertThat(SnapshotReader.defaultInstanceId(Map.of("jboss.node.name", "node-b")::get, host::get))
                .isEqualTo("node-b-1");
        assertThat(SnapshotReader.defaultInstanceId(Map.of("com.sun.aas.instanceName", "server")::get, host::get))
                .isEqualTo("box-7-server-1");
        assertThat(SnapshotReader.defaultInstanceId(Map.of("jboss.node.name", " ")::get, host::get))
                .isEqualTo("box-7-1");
        assertThat(SnapshotReader.defaultInstanceId(Map.of("jboss.node.name", "n".repeat(200))::get, host::get))
                .hasSize(100);
    }

    @Test
    void prefersCodeToPropertiesToTheEnvironmentToTheDefault() {
        var key = ConfigKeys.PRODUCER_LINGER;
        var settings = settings();
        assertThat(settings.read().value(key).text()).isEqualTo("5ms");

        settings.environment("MQ_PRODUCER_LINGER", "6ms");
        assertThat(settings.read().value(key))
                .isEqualTo(new ConfigValue(
                        "mq.producer.linger", "6ms", Layer.CONFIG, "environment variable MQ_PRODUCER_LINGER"));

        settings.property("mq.producer.linger", "7ms");
        assertThat(settings.read().value(key))
                .isEqualTo(new ConfigValue("mq.producer.linger", "7ms", Layer.CONFIG, "system property"));

        settings.explicit("mq.producer.linger", "8ms");
        assertThat(settings.read().value(key))
                .isEqualTo(new ConfigValue("mq.producer.linger", "8ms", Layer.EXPLICIT, "MqConfig"));
        assertThat(settings.read().isExplicit(key)).isTrue();
    }

    @Test
    void readsEveryKeyFromEveryLayer() {
        for (var key : ConfigKeys.all()) {
            if (SecurityKeys.all().contains(key) || key == ConfigKeys.CONFIG_LOCATION) {
                continue; // none can stand alone: SecurityRulesTest, ConfigLocationTest
            }
            var usual = key.defaultText();
            var any = key == MonitoringKeys.MONITORING_WEBHOOK ? "https://some-1/" : "some-1";
            var text = usual == null || usual.isEmpty() ? any : usual;

            var inCode = settings().explicit(key.name(), text).read();
            var inProperties = settings().property(key.name(), text).read();
            var inEnvironment = settings()
                    .environment(SettingSource.environmentName(key.name()), text)
                    .read();

            assertThat(inCode.value(key).layer()).as(key.name()).isEqualTo(Layer.EXPLICIT);
            assertThat(inProperties.value(key).layer()).as(key.name()).isEqualTo(Layer.CONFIG);
            assertThat(inEnvironment.value(key).source()).startsWith("environment variable MQ_");
            assertThat(List.of(inCode.warnings(), inProperties.warnings(), inEnvironment.warnings()))
                    .containsOnly(List.of());
        }
    }

    @Test
    void takesAnEmptyEnvironmentVariableAsNotSet() {
        assertThat(settings().environment("MQ_CLIENT_BROKERS", "").read().isExplicit(ConfigKeys.CLIENT_BROKERS))
                .isFalse();
    }

    @Test
    void saysKeyValueSourceReasonAndWhatIsAllowed() {
        assertThat(settings().explicit("mq.producer.linger", "5 parsecs").problems())
                .containsExactly("mq.producer.linger = '5 parsecs' from MqConfig: not a duration;"
                        + " allowed 0 to 1 h, as PT0.005S or 5ms");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        var problems = settings()
                .explicit("mq.producer.linger", "soon")
                .explicit("mq.producer.acks", "most")
                .explicit("mq.client.brokers", "localhost")
                .explicit("mq.instance-id", "my instance")
                .property("mq.pool.stripes", "0")
                .environment("MQ_LISTENER_RETRY_JITTER", "2")
                .property("mq.kafka.producer.group.id", "g")
                .property("mq.kafka.admin.retries", "many")
                .problems();

        assertThat(problems).hasSize(8);
        for (var key : List.of(
                "mq.producer.linger = 'soon' from MqConfig",
                "mq.producer.acks = 'most' from MqConfig",
                "mq.client.brokers = 'localhost' from MqConfig: 'localhost' has no port",
                "mq.instance-id = 'my instance' from MqConfig",
                "mq.pool.stripes = '0' from system property",
                "mq.listener.retry-jitter = '2' from environment variable MQ_LISTENER_RETRY_JITTER",
                "mq.kafka.producer.group.id = 'g' from system property: the connector owns this property",
                "mq.kafka.admin.retries = 'many' from system property: Kafka does not accept it")) {
            assertThat(problems).anyMatch(problem -> problem.startsWith(key));
        }
    }

    @Test
    void warnsOfUnknownKeysAndSaysWhatMayHaveBeenMeant() {
        var warnings = settings()
                .explicit("mq.producer.lingr", "5ms")
                .explicit("mq.consumer.workers", "5")
                .property("mq.producer.maxBlock", "5s")
                .property("mq.nonsense.entirely", "1")
                .property("mq.kafka.linger.ms", "1")
                .explicit("mq.listeners.\"a.b\".wrokers", "3")
                .property("mq.listeners.orders.retry-backof", "3")
                .environment("MQ_PORT", "tcp://10.0.0.1:9092")
                .read()
                .warnings();

        assertThat(warnings)
                .containsExactlyInAnyOrder(
                        "mq.producer.lingr from MqConfig: no such key; did you mean 'mq.producer.linger'?",
                        "mq.consumer.workers from MqConfig: no such key; did you mean 'mq.listener.workers'?",
                        "mq.producer.maxBlock from system property: no such key; did you mean 'mq.producer.max-block'?",
                        "mq.nonsense.entirely from system property: no such key",
                        "mq.kafka.linger.ms from system property: no such key; after mq.kafka. comes common, producer,"
                                + " consumer or admin, then Kafka's own key",
                        "mq.listeners.\"a.b\".wrokers from MqConfig: listeners have no key 'wrokers'; did you mean"
                                + " 'workers'?",
                        "mq.listeners.orders.retry-backof from system property: listeners have no key 'retry-backof';"
                                + " did you mean 'retry-backoff'?",
                        "MQ_PORT from environment variable MQ_PORT: no such key");
    }

    @Test
    void doesNotWarnOfTheKeysByWhichAnApplicationFindsItsConnector() {
        var warnings = settings()
                .property("mq.runtime.jndi-name", "java:/mq/Orders")
                .environment("MQ_RUNTIME_INSTANCE_ID", "orders")
                .property("mq.runtime.jndi", "java:/mq/Orders")
                .read()
                .warnings();

        assertThat(warnings)
                .containsExactly(
                        "mq.runtime.jndi from system property: no such key; did you mean 'mq.runtime.jndi-name'?");
    }

    @Test
    void resolvesExpressionsAlsoNestedOnes() {
        var snapshot = settings()
                .explicit("mq.client.client-id", "${app.name:${fallback}}-${mq.instance-id}")
                .explicit("mq.instance-id", "${HOSTNAME_OF_POD}")
                .property("fallback", "shop-${stage:test}")
                .environment("HOSTNAME_OF_POD", "pod-7")
                .read();

        assertThat(snapshot.instanceId()).isEqualTo("pod-7");
        assertThat(snapshot.get(ConfigKeys.CLIENT_CLIENT_ID)).isEqualTo("shop-test-pod-7");
    }

    @Test
    void reportsExpressionsWithoutValueWithoutEndAndInCircles() {
        var problems = settings()
                .explicit("mq.client.client-id", "${app.name}")
                .explicit("mq.producer.linger", "${a")
                .explicit("mq.producer.max-block", "${left}")
                .property("left", "${right}")
                .property("right", "${left}")
                .problems();

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "mq.client.client-id = '${app.name}' from MqConfig: expression ${app.name} has no value, and no"
                                + " default after a colon",
                        "mq.producer.linger = '${a' from MqConfig: an expression has no closing brace",
                        "mq.producer.max-block = '${left}' from MqConfig: expression ${left} contains itself");
    }

    @Test
    void handsKafkaPropertiesOnThatHaveNoKeyOfOurs() {
        var snapshot = settings()
                .explicit("mq.kafka.common.security.protocol", "SSL")
                .explicit("mq.kafka.common.retry.backoff.ms", "200")
                .property("mq.kafka.producer.retry.backoff.ms", "300")
                .environment("MQ_KAFKA_ADMIN_DEFAULT_API_TIMEOUT_MS", "7000")
                .property("mq.kafka.producer.my.partitioner.option", "x")
                .read();

        assertThat(snapshot.producerProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("retry.backoff.ms", 300L)
                .containsEntry("my.partitioner.option", "x");
        assertThat(snapshot.adminProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("retry.backoff.ms", 200L)
                .containsEntry("default.api.timeout.ms", 7000)
                .doesNotContainKey("my.partitioner.option");
        assertThat(snapshot.warnings()).hasSize(1).first().asString().contains("Kafka knows no such property");
    }

    @Test
    void hasPropertiesThatKafkaAcceptsWithoutItsMBeansAndReports() {
        var snapshot = settings().read();

        var producer = ProducerConfig.configDef()
                .parse(with(snapshot.producerProperties(), "key.serializer", "value.serializer"));
        var admin = AdminClientConfig.configDef().parse(snapshot.adminProperties());

        assertThat(producer)
                .containsEntry("bootstrap.servers", List.of("localhost:9092"))
                .containsEntry("compression.type", "lz4")
                .containsEntry("batch.size", 16384)
                .containsEntry("linger.ms", 5L)
                .containsEntry("max.request.size", 1048576)
                .containsEntry("acks", "all")
                .containsEntry("request.timeout.ms", 30_000)
                .containsEntry("delivery.timeout.ms", 120_000)
                .containsEntry("max.block.ms", 5_000L)
                .containsEntry("buffer.memory", 33_554_432L)
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 5)
                .containsEntry("socket.connection.setup.timeout.ms", 10_000L)
                .containsEntry("socket.connection.setup.timeout.max.ms", 30_000L);
        for (var parsed : List.of(producer, admin)) {
            assertThat(parsed).containsEntry("metric.reporters", List.of()).containsEntry("enable.metrics.push", false);
        }
    }

    private static Map<String, Object> with(Map<String, Object> properties, String... serializers) {
        var all = new HashMap<>(properties);
        for (var serializer : serializers) {
            all.put(serializer, "org.apache.kafka.common.serialization.ByteArraySerializer");
        }
        return all;
    }

    @Test
    void neverLetsTheLongestSetupTimeoutBeBelowTheDialTimeout() {
        var snapshot = settings().explicit("mq.connection.dial-timeout", "45s").read();
        assertThat(snapshot.producerProperties())
                .containsEntry("socket.connection.setup.timeout.ms", 45_000L)
                .containsEntry("socket.connection.setup.timeout.max.ms", 45_000L);

        assertThat(settings()
                        .explicit("mq.kafka.common.socket.connection.setup.timeout.max.ms", "5000")
                        .problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("less than mq.connection.dial-timeout = '10s' by default");
    }

    @Test
    void takesKafkasOwnNameForAKeyOfOurs() {
        var snapshot = settings()
                .property("mq.kafka.producer.linger.ms", "20")
                .property("mq.kafka.common.acks", "-1")
                .read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(20));
        assertThat(snapshot.value(ConfigKeys.PRODUCER_LINGER))
                .isEqualTo(new ConfigValue(
                        "mq.producer.linger", "20ms", Layer.CONFIG, "system property (mq.kafka.producer.linger.ms)"));
        assertThat(snapshot.get(ConfigKeys.PRODUCER_ACKS)).isEqualTo(Acks.ALL);
        assertThat(snapshot.producerProperties()).containsEntry("linger.ms", 20L);
    }

    @Test
    void givesACommonRawPropertyAlsoToTheClientsForWhichThereIsNoKey() {
        var snapshot = settings()
                .property("mq.kafka.common.request.timeout.ms", "20000")
                .read();

        assertThat(snapshot.producerProperties()).containsEntry("request.timeout.ms", 20_000);
        assertThat(snapshot.adminProperties()).containsEntry("request.timeout.ms", 20_000);
        assertThat(snapshot.listener(settings().request()).consumerProperties())
                .containsEntry("request.timeout.ms", 20_000);
    }

    @Test
    void refusesAKeyTogetherWithKafkasNameForIt() {
        assertThat(settings()
                        .explicit("mq.producer.linger", "5ms")
                        .environment("MQ_KAFKA_PRODUCER_LINGER_MS", "5")
                        .problems())
                .containsExactly("mq.producer.linger = '5ms' from MqConfig and mq.kafka.producer.linger.ms = '5' from"
                        + " environment variable MQ_KAFKA_PRODUCER_LINGER_MS set the same thing: remove one of the"
                        + " two");
    }

    @Test
    void refusesWhatTheConnectorOwnsByNameAndWithTheReason() {
        for (var key : List.of(
                "producer.key.serializer",
                "consumer.value.deserializer",
                "consumer.enable.auto.commit",
                "consumer.auto.offset.reset",
                "consumer.group.id",
                "consumer.group.instance.id",
                "common.client.id",
                "admin.bootstrap.servers",
                "producer.transactional.id",
                "consumer.allow.auto.create.topics",
                "producer.interceptor.classes")) {
            assertThat(settings().explicit("mq.kafka." + key, "x").problems())
                    .as(key)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("mq.kafka." + key + " = '")
                    .contains("the connector owns this property: ");
        }
    }

    @Test
    void allowsKafkasOwnReportersButNoClassThatIsNotThere() {
        var reporter = "org.apache.kafka.common.metrics.JmxReporter";
        assertThat(settings()
                        .explicit("mq.kafka.common.metric.reporters", reporter)
                        .read()
                        .producerProperties())
                .containsEntry("metric.reporters", List.of(reporter));

        assertThat(settings()
                        .explicit("mq.kafka.common.metric.reporters", "com.example.Gone")
                        .explicit("mq.kafka.producer.partitioner.class", "com.example.Gone")
                        .problems())
                .hasSize(2)
                .allMatch(problem -> problem.contains("finds no such class"));
    }

    @Test
    void readsTheProcessWhenAskedThroughTheFrontDoor() {
        var snapshot = ConfigSnapshot.read(
                MqConfig.builder().brokers("a:1").build(), getClass().getClassLoader());

        assertThat(snapshot.get(ConfigKeys.CLIENT_BROKERS)).containsExactly("a:1");
        assertThat(snapshot.effective()).hasSameSizeAs(ConfigKeys.all());
        assertThat(snapshot.toString()).contains("mq.client.brokers=a:1");
    }
}
